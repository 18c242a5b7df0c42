// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_time.hpp"

#include "analysis/cache_trouble.hpp"
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

std::vector<model::CacheTrouble> slow_cache_troubles(const model::Build& build) {
  std::vector<model::CacheTrouble> troubles;
  if (!build.duration) {
    return troubles;
  }
  const Seconds total = *build.duration;
  for (const model::Step& step : build.steps) {
    const bool imports = parse_step_name(step.name).phase == Phase::cache_import;
    if (imports && step.duration && costs_much(*step.duration, total)) {
      troubles.push_back(
          make_trouble("slow-import",
                       fmt::format("{} took {}: the cache service or the network is slow",
                                   step.name,
                                   shares(*step.duration, total))));
    }
  }
  if (build.phases && costs_much(build.phases->cache_export, total)) {
    troubles.push_back(make_trouble(
        "slow-export",
        fmt::format("cache export took {}: much to upload, or a service that is slow or limits "
                    "requests (429), which BuildKit waits out without a word",
                    shares(build.phases->cache_export, total))));
  }
  return troubles;
}

} // namespace tidegate::analysis
