// SPDX-License-Identifier: Apache-2.0
#include "analysis/timing.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tidegate::analysis {
namespace {

struct Family {
  std::string_view runner; // the runner's word
  std::array<std::string_view, 2> native;
};

constexpr std::array<Family, 4> families{{
    {"X64", {"amd64", "386"}},
    {"ARM64", {"arm64", "arm"}},
    {"X86", {"386", "386"}},
    {"ARM", {"arm", "arm"}},
}};

// "linux/arm64/v8" -> "arm64"; the part before "->" is where it runs.
std::string_view processor(std::string_view platform) {
  platform = platform.substr(0, platform.find("->"));
  platform.remove_prefix(std::min(platform.find('/') + 1, platform.size()));
  return platform.substr(0, platform.find('/'));
}

} // namespace

std::string target_platform(std::string_view step_platform) {
  const std::size_t arrow = step_platform.find("->");
  if (arrow == std::string_view::npos) {
    return std::string(step_platform);
  }
  const std::string_view target = step_platform.substr(arrow + 2);
  const std::string_view system = step_platform.substr(0, step_platform.find('/') + 1);
  return target.find('/') == std::string_view::npos ? std::string(system) + std::string(target)
                                                    : std::string(target);
}

void mark_emulated(model::Build& build) {
  const bool local = build.builder.driver.empty() || build.builder.driver.starts_with("docker");
  const auto family = std::ranges::find(families, build.runner.arch, &Family::runner);
  if (!local || family == families.end()) {
    return;
  }
  const auto foreign = [&](const std::string& platform) {
    const std::string_view name = processor(platform);
    return !name.empty() && std::ranges::find(family->native, name) == family->native.end();
  };
  for (model::Step& step : build.steps) {
    step.emulated = foreign(step.platform);
  }
  for (model::PlatformTime& platform : build.platforms) {
    platform.emulated = std::ranges::any_of(build.steps, [&](const model::Step& step) {
      return step.emulated && target_platform(step.platform) == platform.platform;
    });
  }
}

} // namespace tidegate::analysis
