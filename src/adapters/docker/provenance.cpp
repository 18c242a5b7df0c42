// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/provenance.hpp"

#include "adapters/docker/json_values.hpp"
#include "adapters/docker/resource_usage.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::docker {
namespace {

using nlohmann::json;

// Beyond any real build; they bound what a forged file can make us hold.
constexpr std::size_t max_steps = 20'000;
constexpr std::size_t max_layers = 1'000;  // of one step
constexpr std::size_t max_entries = 1'000; // materials, build arguments
constexpr std::uint64_t max_line = 10'000'000;

// Where v0.2 and v1 keep the same things.
struct Places {
  const json* config{nullptr};   // llbDefinition, digestMapping
  const json* request{nullptr};  // args
  const json* buildkit{nullptr}; // source, layers, sysUsage
  const json* materials{nullptr};
  std::string platform;
  std::optional<Time> started;
  std::optional<Time> finished;
};

constexpr std::string_view buildkit_key = "https://mobyproject.org/buildkit@v1#metadata";

Places places_v1(const json& predicate) {
  const json& definition = object_of(predicate, "buildDefinition");
  const json& internal = object_of(definition, "internalParameters");
  const json& metadata = object_of(object_of(predicate, "runDetails"), "metadata");
  return {.config = &object_of(internal, "buildConfig"),
          .request = &object_of(object_of(definition, "externalParameters"), "request"),
          .buildkit = &object_of(metadata, "buildkit_metadata"),
          .materials = &list_of(definition, "resolvedDependencies"),
          .platform = text_of(internal, "builderPlatform"),
          .started = time_of(metadata, "startedOn"),
          .finished = time_of(metadata, "finishedOn")};
}

Places places_v02(const json& predicate) {
  const json& invocation = object_of(predicate, "invocation");
  const json& metadata = object_of(predicate, "metadata");
  return {.config = &object_of(predicate, "buildConfig"),
          .request = &object_of(invocation, "parameters"),
          .buildkit = &object_of(metadata, buildkit_key),
          .materials = &list_of(predicate, "materials"),
          .platform = text_of(object_of(invocation, "environment"), "platform"),
          .started = time_of(metadata, "buildStartedOn"),
          .finished = time_of(metadata, "buildFinishedOn")};
}

std::optional<int> line_of(const json& range, std::string_view end) {
  const auto line = count_of(object_of(range, end), "line");
  return line && *line > 0 && *line <= max_line ? std::optional(static_cast<int>(*line))
                                                : std::nullopt;
}

std::optional<model::SourceLines> lines_in(const json& range, const std::string& file) {
  const auto first = line_of(range, "start");
  const auto last = line_of(range, "end");
  return first && last && *first <= *last ? std::optional(model::SourceLines{file, *first, *last})
                                          : std::nullopt;
}

void widen(std::optional<model::SourceLines>& lines,
           const std::optional<model::SourceLines>& more) {
  if (!lines) {
    lines = more;
  } else if (more && more->file == lines->file) {
    lines->first = std::min(lines->first, more->first);
    lines->last = std::max(lines->last, more->last);
  }
}

// A step may come from several places (an instruction and its here-document); the first file that
// is named counts, from its first line to its last.
std::optional<model::SourceLines> lines_of(const json& locations, const json& files) {
  std::optional<model::SourceLines> lines;
  for (const json& location : list_of(locations, "locations")) {
    const std::size_t index = count_of(location, "sourceIndex").value_or(0);
    const std::string file =
        index < files.size() ? util::to_printable(text_of(files[index], "filename")) : "";
    for (const json& range : list_of(location, "ranges")) {
      widen(lines, lines_in(range, file));
    }
  }
  return lines;
}

// "step3:0": [[{"digest": ..., "size": ...}, ...], ...]; several chains are several storage forms
// of one file system. The first one whose sizes are known says the most.
std::vector<ProvenanceLayer> layers_of(const json& chains) {
  std::vector<ProvenanceLayer> best;
  if (!chains.is_array()) {
    return best;
  }
  for (const json& chain : chains) {
    std::vector<ProvenanceLayer> layers;
    if (!chain.is_array() || chain.size() > max_layers) {
      continue;
    }
    for (const json& layer : chain) {
      layers.push_back({util::to_printable(text_of(layer, "digest")), count_of(layer, "size")});
    }
    const bool sized =
        std::ranges::all_of(layers, [](const auto& layer) { return layer.bytes.has_value(); });
    if (sized) {
      return layers;
    }
    best = best.empty() ? layers : best;
  }
  return best;
}

// Steps by BuildKit's own names ("step3"), which only this document knows.
class StepReader {
public:
  explicit StepReader(const Places& places)
      : places_(places) {}

  void read(Provenance& provenance) const {
    const auto usage = usage_by_id();
    const json& mapping = object_of(*places_.config, "digestMapping");
    for (const auto& [digest, id] : mapping.items()) {
      const auto* const name = id.get_ptr<const json::string_t*>();
      if (name != nullptr && provenance.steps.size() < max_steps) {
        provenance.steps.emplace(digest, step(*name, usage));
      }
    }
    provenance.image_layers = layers(result_id());
  }

private:
  using Usage = std::map<std::string, model::StepResources, std::less<>>;

  [[nodiscard]] Usage usage_by_id() const {
    Usage usage;
    for (const json& step : list_of(*places_.config, "llbDefinition")) {
      if (const auto read = read_step_usage(object_of(step, "resourceUsage"))) {
        usage.emplace(text_of(step, "id"), *read);
      }
    }
    return usage;
  }

  // The last entry is the result; its one input ("step7:0") is the step whose output it is.
  [[nodiscard]] std::string result_id() const {
    const json& definition = list_of(*places_.config, "llbDefinition");
    if (definition.empty()) {
      return {};
    }
    const json& inputs = list_of(definition.back(), "inputs");
    const auto* const input =
        inputs.size() == 1 ? inputs.front().get_ptr<const json::string_t*>() : nullptr;
    return input == nullptr ? std::string() : input->substr(0, input->find(':'));
  }

  [[nodiscard]] std::vector<ProvenanceLayer> layers(const std::string& id) const {
    const json* const chains = member(object_of(*places_.buildkit, "layers"), id + ":0");
    return chains == nullptr ? std::vector<ProvenanceLayer>{} : layers_of(*chains);
  }

  [[nodiscard]] ProvenanceStep step(const std::string& id, const Usage& usage) const {
    const json& source = object_of(*places_.buildkit, "source");
    ProvenanceStep step;
    step.lines = lines_of(object_of(object_of(source, "locations"), id), list_of(source, "infos"));
    if (auto chain = layers(id); !chain.empty()) {
      step.layer = std::move(chain.back());
    }
    if (const auto found = usage.find(id); found != usage.end()) {
      step.resources = found->second;
    }
    return step;
  }

  const Places& places_;
};

void read_arguments(Provenance& provenance, const json& request) {
  constexpr std::string_view prefix = "build-arg:";
  const json& args = object_of(request, "args");
  for (const auto& [key, value] : args.items()) {
    const auto* const text = value.get_ptr<const json::string_t*>();
    const bool is_argument = key.starts_with(prefix) && text != nullptr;
    if (is_argument && provenance.build_arg_names.size() < max_entries) {
      provenance.build_arg_names.push_back(util::to_printable(key.substr(prefix.size())));
      provenance.build_arg_values.emplace_back(provenance.build_arg_names.back(), *text);
    }
  }
  provenance.target = util::to_printable(text_of(args, "target"));
}

void read_materials(Provenance& provenance, const json& materials) {
  for (const json& material : materials) {
    if (provenance.materials.size() == max_entries) {
      return;
    }
    const json& digests = object_of(material, "digest");
    const std::string algorithm = digests.contains("sha256") ? "sha256" : "sha1";
    const std::string hex = text_of(digests, algorithm);
    provenance.materials.push_back(
        {util::to_printable(text_of(material, "uri")),
         hex.empty() ? "" : util::to_printable(fmt::format("{}:{}", algorithm, hex))});
  }
}

} // namespace

Result<Provenance> read_provenance(std::string_view text) {
  const json document = parse_json(text);
  const json* const inside = member(document, "predicate");
  const json& predicate = inside == nullptr ? document : *inside;
  const bool v1 = member(predicate, "buildDefinition") != nullptr;
  if (!v1 && member(predicate, "invocation") == nullptr) {
    return failed(Error::Kind::external, "no SLSA provenance of BuildKit");
  }
  const Places places = v1 ? places_v1(predicate) : places_v02(predicate);
  Provenance provenance;
  StepReader(places).read(provenance);
  read_arguments(provenance, *places.request);
  read_materials(provenance, *places.materials);
  if (const json* const samples = member(*places.buildkit, "sysUsage")) {
    provenance.system = read_system_usage(*samples);
  }
  const json& files = list_of(object_of(*places.buildkit, "source"), "infos");
  provenance.dockerfile =
      files.empty() ? std::string() : util::to_printable(text_of(files.front(), "filename"));
  provenance.platform = util::to_printable(places.platform);
  provenance.started = places.started;
  provenance.finished = places.finished;
  return provenance;
}

} // namespace tidegate::docker
