// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/image_layers.hpp"

#include "adapters/docker/engine_answer.hpp"
#include "adapters/docker/engine_socket.hpp"
#include "adapters/docker/json_values.hpp"
#include "model/created_by.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::docker {
namespace {

using nlohmann::json;
using Size = std::optional<std::uint64_t>;

constexpr std::size_t longest_instruction = 4096;

struct Made {
  std::string created_by;
  std::uint64_t bytes{0};
};

// The engine lists the newest first.
std::vector<Made> steps_in(const json& history) {
  std::vector<Made> list;
  if (history.is_array()) {
    for (const json& step : history) {
      list.push_back(
          {util::shorten(util::to_valid_utf8(model::without_arguments(text_of(step, "CreatedBy"))),
                         longest_instruction),
           count_of(step, "Size").value_or(0)});
    }
  }
  std::ranges::reverse(list);
  return list;
}

// CMD, ENV and their like make no layer, but the history does not mark them.
bool makes_layer(const Made& made) {
  const std::string text = model::plain_instruction(made.created_by);
  return made.bytes > 0
         || (text.find("#(nop)") == std::string::npos
             && (text.starts_with("RUN ") || text.starts_with("COPY ") || text.starts_with("ADD ")
                 || text.starts_with("WORKDIR ")));
}

// The steps that made the layers, or none where they cannot be told from the others.
std::vector<Made> layer_steps(std::vector<Made> made, std::size_t layers) {
  const auto large = std::ranges::count_if(made, [](const Made& step) { return step.bytes > 0; });
  const bool all_large = static_cast<std::size_t>(large) == layers;
  std::erase_if(made,
                [&](const Made& step) { return all_large ? step.bytes == 0 : !makes_layer(step); });
  return made.size() == layers ? made : std::vector<Made>();
}

Size sum(const std::vector<Made>& made) {
  std::uint64_t bytes = 0;
  for (const auto& step : made) {
    bytes += step.bytes;
  }
  return bytes == 0 ? std::nullopt : Size(bytes); // 0: the store has not unpacked it
}

// The manifest of the one platform that the engine holds; it holds the attestations, too.
const json* only_manifest(const json& image) {
  std::vector<const json*> found;
  for (const json& manifest : list_of(image, "Manifests")) {
    const json* available = member(manifest, "Available");
    if (text_of(manifest, "Kind") == "image" && available != nullptr && *available == true) {
      found.push_back(&manifest);
    }
  }
  return found.size() == 1 ? found.front() : nullptr;
}

model::Image read_image(const json& inspected, std::vector<Made> made) {
  model::Image image;
  image.digest = text_of(inspected, "Id");
  image.size_bytes = count_of(inspected, "Size");
  image.unpacked_bytes = sum(made);
  if (const json* manifest = only_manifest(inspected); manifest != nullptr) {
    image.compressed_bytes = count_of(object_of(*manifest, "Size"), "Content");
  }
  const json& diff_ids = list_of(object_of(inspected, "RootFS"), "Layers");
  const bool measured = image.unpacked_bytes.has_value();
  made = layer_steps(std::move(made), diff_ids.size());
  for (const json& diff_id : diff_ids) {
    const auto* text = diff_id.get_ptr<const std::string*>();
    model::Layer layer;
    layer.diff_id = text == nullptr ? "" : *text;
    if (!made.empty()) {
      const Made& step = made[image.layers.size()];
      layer.created_by = step.created_by;
      layer.unpacked_bytes = measured ? Size(step.bytes) : std::nullopt;
    }
    image.layers.push_back(std::move(layer));
  }
  return image;
}

Result<std::optional<json>>
ask(ports::Http& http, const std::string& socket, const std::string& ref, std::string_view what) {
  auto answer =
      ask_engine(http, socket, "/images/" + percent_encoded(ref) + "/" + std::string(what));
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return *answer ? std::optional(parse_json(**answer)) : std::nullopt;
}

} // namespace

Result<std::optional<model::Image>> image_layers(ports::Ports ports,
                                                 const std::string& ref_or_digest) {
  const auto socket = engine_socket(ports.environment);
  if (!socket || ref_or_digest.empty()) {
    return std::nullopt;
  }
  auto inspected = ask(ports.http, *socket, ref_or_digest, "json?manifests=1");
  if (!inspected) {
    return tl::unexpected(std::move(inspected.error()));
  }
  if (!*inspected) {
    return std::nullopt;
  }
  auto history = ask(ports.http, *socket, ref_or_digest, "history");
  if (!history) {
    return tl::unexpected(std::move(history.error()));
  }
  return read_image(**inspected, steps_in(history->value_or(json())));
}

Result<std::optional<std::uint64_t>> unpacked_size(ports::Ports ports,
                                                   const std::string& ref_or_digest) {
  const auto socket = engine_socket(ports.environment);
  if (!socket || ref_or_digest.empty()) {
    return std::nullopt;
  }
  auto history = ask(ports.http, *socket, ref_or_digest, "history");
  if (!history) {
    return tl::unexpected(std::move(history.error()));
  }
  return *history ? sum(steps_in(**history)) : std::nullopt;
}

} // namespace tidegate::docker
