// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_time.hpp"

#include "analysis/step_name.hpp"
#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::analysis {
namespace {

constexpr Seconds noticeable{5};
constexpr double noticeable_share = 0.2;

bool costs_much(Seconds part, Seconds total) {
  return part > noticeable && part > total * noticeable_share;
}

// "7.1s of 9.7s"
std::string shares(Seconds part, Seconds total) {
  return util::show_duration(part) + " of " + util::show_duration(total);
}

} // namespace

std::vector<std::string> slow_cache_notices(const model::Build& build) {
  std::vector<std::string> notices;
  for (const model::Step& step : build.steps) {
    const bool imports = parse_step_name(step.name).phase == Phase::cache_import;
    if (imports && costs_much(step.duration, build.duration)) {
      notices.push_back(fmt::format("{} took {}: the cache service or the network is slow",
                                    step.name,
                                    shares(step.duration, build.duration)));
    }
  }
  if (costs_much(build.phases.cache_export, build.duration)) {
    notices.push_back(
        fmt::format("cache export took {}: much to upload, or a service that is slow or limits "
                    "requests (429), which BuildKit waits out without a word",
                    shares(build.phases.cache_export, build.duration)));
  }
  return notices;
}

} // namespace tidegate::analysis
