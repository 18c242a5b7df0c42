// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"
#include "analysis/miss_case.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::analysis {
namespace {

constexpr std::string_view from = "FROM ";

std::string image_of(const model::Step& step) {
  const std::string& text = step.instruction.empty() ? step.name : step.instruction;
  std::string image = text.starts_with(from) ? text.substr(from.size()) : text;
  constexpr std::string_view hub = "docker.io/library/";
  return image.starts_with(hub) ? image.substr(hub.size()) : image;
}

const model::Step* own_from(const model::Build& build, const StageSteps& stage) {
  const auto first = stage.positions.find(1);
  if (first == stage.positions.end()) {
    return nullptr;
  }
  const model::Step& step = build.steps[static_cast<std::size_t>(first->second)];
  return is_from(step) ? &step : nullptr;
}

// Stages of one base image share its vertex, which BuildKit shows under one of them. An image that
// is only copied from has no number.
const model::Step* from_by_inputs(const model::Build& build, const model::Step& step) {
  for (const auto* other : inputs_of(build, step)) {
    if (is_from(*other) && other->index > 0) {
      return other;
    }
  }
  return nullptr;
}

// Down the first inputs, which are the file systems that steps work on, to the image below all.
const model::Step* base_of(const model::Build& build, const StageSteps& stage) {
  if (const auto* own = own_from(build, stage)) {
    return own;
  }
  if (stage.positions.empty()) {
    return nullptr;
  }
  const model::Step* at = &build.steps[static_cast<std::size_t>(stage.positions.begin()->second)];
  for (std::size_t hops = 0; hops < build.steps.size(); ++hops) {
    if (const auto* found = from_by_inputs(build, *at)) {
      return found;
    }
    const auto inputs = inputs_of(build, *at);
    if (inputs.empty()) {
      return nullptr;
    }
    at = inputs.front();
  }
  return nullptr;
}

std::string identity_of(const model::Step& step) {
  return step.base_digest.empty() ? step.digest : step.base_digest;
}

std::optional<Finding> compare(const model::Step& now, const model::Step& before) {
  if (image_of(now) != image_of(before)) {
    return Finding{
        model::MissCause::base_changed,
        fmt::format("the base image is now {} (it was {})", image_of(now), image_of(before)),
        {fmt::format("{} → {}", image_of(before), image_of(now))}};
  }
  const bool told = now.base_digest.empty() == before.base_digest.empty();
  if (!told || identity_of(now) == identity_of(before)) {
    return std::nullopt;
  }
  Finding finding{
      model::MissCause::base_changed,
      fmt::format("the base image {} changed (the tag points to another image now)", image_of(now)),
      {}};
  if (!now.base_digest.empty()) {
    finding.evidence.push_back(fmt::format("{}: {} → {}",
                                           image_of(now),
                                           short_digest(before.base_digest),
                                           short_digest(now.base_digest)));
  }
  return finding;
}

std::optional<Finding> compare_bases(const MissCase& miss) {
  if (miss.stage_before == nullptr) {
    return std::nullopt;
  }
  const auto* now = base_of(miss.evidence.now, miss.stage);
  const auto* before = base_of(*miss.evidence.baseline, *miss.stage_before);
  return now != nullptr && before != nullptr ? compare(*now, *before) : std::nullopt;
}

} // namespace

std::string short_digest(const std::string& digest) {
  constexpr std::size_t shown = 12;
  const std::size_t colon = digest.find(':');
  return digest.substr(colon == std::string::npos ? 0 : colon + 1, shown);
}

std::optional<Finding> base_changed(const MissCase& miss) {
  return miss.after_hit ? std::nullopt : compare_bases(miss);
}

std::optional<Finding> base_changed_below(const MissCase& miss) {
  return compare_bases(miss);
}

// The image that COPY --from=IMAGE takes files out of.
std::optional<Finding> copied_image_changed(const MissCase& miss) {
  if (miss.step_before == nullptr) {
    return std::nullopt;
  }
  const auto before = inputs_of(*miss.evidence.baseline, *miss.step_before);
  for (const auto* now : inputs_of(miss.evidence.now, miss.step)) {
    const auto same = std::ranges::find_if(before, [&](const auto* other) {
      return is_from(*now) && now->index == 0 && now->name == other->name;
    });
    auto finding = same == before.end() ? std::nullopt : compare(*now, **same);
    if (finding) {
      finding->because = fmt::format("the image {}, from which it copies, changed", image_of(*now));
      return finding;
    }
  }
  return std::nullopt;
}

} // namespace tidegate::analysis
