// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_fold.hpp"

#include "analysis/phases.hpp"
#include "analysis/step_merge.hpp"
#include "analysis/step_name.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

namespace tidegate::analysis {
namespace {

// Beyond any real build; they bound the memory where the stream is nonsense.
constexpr std::size_t max_vertexes = 20'000;
constexpr std::size_t max_warnings = 200;

struct ImageStatus {
  std::string_view prefix;
  int rank;
};

constexpr std::array<ImageStatus, 3> image_statuses{{
    {"exporting manifest list ", 3}, // of several platforms, or with attestations beside the image
    {"exporting manifest ", 2},
    {"writing image ", 1}, // the engine's own store
}};

bool is_digest(std::string_view text) {
  constexpr std::string_view algorithm = "sha256:";
  constexpr std::size_t hex_digits = 64;
  return text.starts_with(algorithm) && text.size() == algorithm.size() + hex_digits
         && text.find_first_not_of("0123456789abcdef", algorithm.size()) == std::string_view::npos;
}

bool loads_context(std::string_view name) {
  return name.ends_with("load build context") || name.ends_with("load from client");
}

auto order_of(const model::Step& step) {
  return std::tuple(!step.reached,
                    !step.started.has_value(),
                    step.started,
                    step.platform,
                    step.stage,
                    step.index,
                    step.name,
                    step.digest);
}

using Groups = std::map<std::string, std::vector<NamedVertex>>;

// The position of the step that each vertex became a part of. A step has the digest of one of its
// group's vertices.
std::map<std::string_view, int> steps_of_vertices(const std::vector<TimedStep>& steps,
                                                  const Groups& groups) {
  std::map<std::string_view, int> positions;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    positions[steps[i].step.digest] = static_cast<int>(i);
  }
  std::map<std::string_view, int> step_of;
  for (const auto& [key, vertices] : groups) {
    const auto named = std::ranges::find_if(
        vertices, [&](const NamedVertex& v) { return positions.contains(v.digest); });
    if (named == vertices.end()) {
      continue;
    }
    for (const NamedVertex& vertex : vertices) {
      step_of[vertex.digest] = positions[named->digest];
    }
  }
  return step_of;
}

// Inputs are told by vertex; those within the group are none of the step.
std::set<int> inputs_of(const std::vector<NamedVertex>& vertices,
                        const std::map<std::string_view, int>& step_of,
                        int own) {
  std::set<int> inputs;
  for (const NamedVertex& vertex : vertices) {
    for (const std::string& input : vertex.record->inputs()) {
      const auto source = step_of.find(input);
      inputs.insert(source == step_of.end() ? own : source->second);
    }
  }
  inputs.erase(own);
  return inputs;
}

void connect(std::vector<TimedStep>& steps, const Groups& groups) {
  const auto step_of = steps_of_vertices(steps, groups);
  for (const auto& [key, vertices] : groups) {
    if (const auto own = step_of.find(vertices.front().digest); own != step_of.end()) {
      const auto inputs = inputs_of(vertices, step_of, own->second);
      steps[static_cast<std::size_t>(own->second)].step.inputs.assign(inputs.begin(), inputs.end());
    }
  }
}

} // namespace

void BuildFold::apply(const model::Progress& progress) {
  for (const model::Vertex& vertex : progress.vertexes) {
    see(vertex.started);
    see(vertex.completed);
    if (Node* const found = node(vertex.digest)) {
      found->record.apply(vertex);
    }
  }
  std::ranges::for_each(progress.statuses, [this](const auto& status) { apply_status(status); });
  std::ranges::for_each(progress.logs, [this](const auto& log) { see(log.timestamp); });
  std::ranges::for_each(progress.warnings, [this](const auto& warning) { apply_warning(warning); });
}

void BuildFold::apply_status(const model::VertexStatus& status) {
  see(status.started);
  see(status.completed);
  if (Node* const found = node(status.vertex); found && status.id.starts_with("transferring ")) {
    found->transferred_bytes = std::max(found->transferred_bytes, status.current);
  }
  for (const ImageStatus& known : image_statuses) {
    const std::string_view id = status.id;
    if (id.starts_with(known.prefix) && is_digest(id.substr(known.prefix.size()))) {
      const std::string_view digest = id.substr(known.prefix.size());
      image_ = std::max(image_, ExportedImage{known.rank, status.started, std::string(digest)});
    }
  }
}

void BuildFold::apply_warning(const model::VertexWarning& warning) {
  const std::string text = util::to_printable(warning.text);
  const bool known = std::ranges::find(warnings_, text) != warnings_.end();
  if (!text.empty() && !known && warnings_.size() < max_warnings) {
    warnings_.push_back(text);
  }
}

void BuildFold::see(const std::optional<Time>& moment) {
  last_moment_ = std::max(last_moment_, moment.value_or(last_moment_));
}

BuildFold::Node* BuildFold::node(const std::string& digest) {
  if (last_.node != nullptr && *last_.digest == digest) {
    return last_.node;
  }
  auto found = nodes_.find(digest);
  if (found == nodes_.end()) {
    if (nodes_.size() >= max_vertexes) {
      return nullptr;
    }
    found = nodes_.try_emplace(digest).first;
  }
  last_.digest = &found->first;
  last_.node = &found->second;
  return last_.node;
}

std::vector<TimedStep> BuildFold::timed_steps() const {
  // The same bracket and instruction: the same line of the Dockerfile. BuildKit's own vertices may
  // share a name without being one thing (two cache imports), so those keep their digest.
  std::map<std::string, std::vector<NamedVertex>> groups;
  for (const auto& [digest, node] : nodes_) {
    if (!node.record.name().empty()) {
      const StepName name = parse_step_name(node.record.name());
      groups[name.index > 0 ? name.normalised : digest].push_back({digest, name, &node.record});
    }
  }
  std::vector<TimedStep> steps;
  steps.reserve(groups.size());
  for (const auto& [key, vertices] : groups) {
    steps.push_back(merge_step(vertices, last_moment_));
  }
  std::ranges::sort(steps, {}, [](const TimedStep& step) { return order_of(step.step); });
  connect(steps, groups);
  add_timing(steps);
  return steps;
}

std::vector<model::Step> BuildFold::steps() const {
  std::vector<model::Step> steps;
  for (TimedStep& step : timed_steps()) {
    steps.push_back(std::move(step.step));
  }
  return steps;
}

std::optional<std::uint64_t> BuildFold::context_sent_bytes() const {
  std::optional<std::uint64_t> sum;
  for (const auto& [digest, node] : nodes_) {
    if (loads_context(node.record.name()) && node.record.started()) {
      sum = sum.value_or(0) + node.transferred_bytes;
    }
  }
  return sum;
}

model::Phases BuildFold::phases(Seconds total) const {
  std::vector<Span> spans;
  for (const auto& [digest, node] : nodes_) {
    const StepName name = parse_step_name(node.record.name());
    // What a cached step spends is the time to fetch its layers.
    const bool fetched = name.phase == Phase::execute && node.record.cached();
    for (const Interval& interval : node.record.intervals(last_moment_)) {
      spans.push_back({fetched ? Phase::cache_import : name.phase, interval.from, interval.to});
    }
  }
  return split_wall_clock(spans, total);
}

} // namespace tidegate::analysis
