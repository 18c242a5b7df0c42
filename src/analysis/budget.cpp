// SPDX-License-Identifier: Apache-2.0
#include "analysis/budget.hpp"

#include "util/units.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace tidegate::analysis {
namespace {

using model::Status;
using model::Unit;
using model::Verdict;

Verdict start(std::string_view metric, std::string_view rule, Unit unit, double limit) {
  Verdict verdict;
  verdict.metric = metric;
  verdict.rule = rule;
  verdict.unit = unit;
  verdict.limit = limit;
  return verdict;
}

Verdict inconclusive(Verdict verdict, std::string reason) {
  verdict.status = Status::inconclusive;
  verdict.reason = std::move(reason);
  return verdict;
}

Verdict decide(Verdict verdict, bool within, std::string reason) {
  verdict.status = within ? Status::pass : Status::fail;
  verdict.reason = std::move(reason);
  return verdict;
}

std::string unusable_limit(std::string_view rule) {
  return fmt::format("{} in the policy is no usable limit", rule);
}

} // namespace

std::optional<Verdict> max_build_time(const Evidence& evidence) {
  if (!evidence.policy.max_build_time) {
    return std::nullopt;
  }
  const Seconds limit = *evidence.policy.max_build_time;
  Verdict verdict = start("build-time", "max-build-time", Unit::seconds, limit.count());
  if (!plausible(limit.count())) {
    verdict.limit.reset();
    return inconclusive(std::move(verdict), unusable_limit("max-build-time"));
  }
  if (!evidence.build.duration || !plausible(evidence.build.duration->count())) {
    return inconclusive(std::move(verdict), "the time of the build was not measured");
  }
  const Seconds took = *evidence.build.duration;
  verdict.measured = took.count();
  const std::string measured = "build took " + util::show_duration(took);
  if (took <= limit) {
    return decide(std::move(verdict),
                  true,
                  fmt::format("{}, within the budget of {} (max-build-time)",
                              measured,
                              util::show_duration(limit)));
  }
  return decide(std::move(verdict),
                false,
                fmt::format("{}, {} over the budget of {} (max-build-time)",
                            measured,
                            util::show_duration(took - limit),
                            util::show_duration(limit)));
}

std::optional<Verdict> max_image_size(const Evidence& evidence) {
  if (!evidence.policy.max_image_size) {
    return std::nullopt;
  }
  const std::uint64_t limit = *evidence.policy.max_image_size;
  const auto size = evidence.build.image.size_bytes;
  Verdict verdict = start("image-size", "max-image-size", Unit::bytes, static_cast<double>(limit));
  if (!size) {
    return inconclusive(
        std::move(verdict),
        "the engine does not hold the image, so its size is unknown (build with --load)");
  }
  verdict.measured = static_cast<double>(*size);
  const std::string measured = "image is " + util::show_bytes(*size);
  if (*size <= limit) {
    return decide(std::move(verdict),
                  true,
                  fmt::format("{}, within the budget of {} (max-image-size)",
                              measured,
                              util::show_bytes(limit)));
  }
  return decide(std::move(verdict),
                false,
                fmt::format("{}, {} over the budget of {} (max-image-size)",
                            measured,
                            util::show_bytes(*size - limit),
                            util::show_bytes(limit)));
}

std::optional<Verdict> min_cache_hit_ratio(const Evidence& evidence) {
  if (!evidence.policy.min_cache_hit_ratio) {
    return std::nullopt;
  }
  const double limit = *evidence.policy.min_cache_hit_ratio;
  const model::Cache& cache = evidence.build.cache;
  Verdict verdict = start("cache-hit-ratio", "min-cache-hit-ratio", Unit::ratio, limit);
  if (!plausible(limit) || limit > 1) {
    verdict.limit.reset();
    return inconclusive(std::move(verdict), unusable_limit("min-cache-hit-ratio"));
  }
  if (!cache.hit_ratio) {
    return inconclusive(
        std::move(verdict),
        "no step of this build is cacheable, so there is no cache hit ratio to judge");
  }
  if (!plausible(*cache.hit_ratio) || *cache.hit_ratio > 1) {
    return inconclusive(std::move(verdict), "the cache hit ratio was not measured");
  }
  verdict.measured = cache.hit_ratio;
  const bool within = *cache.hit_ratio >= limit;
  // Counts beside the share: 59.96 % against 60 % must not read as a contradiction.
  return decide(
      std::move(verdict),
      within,
      fmt::format("{} of {} cacheable steps came from the cache ({:.1f} %), {} {:.1f} % wanted "
                  "(min-cache-hit-ratio)",
                  cache.cached_steps,
                  cache.cacheable_steps,
                  *cache.hit_ratio * 100,
                  within ? "at least" : "below the",
                  limit * 100));
}

std::optional<Verdict> min_health(const Evidence& evidence) {
  if (!evidence.policy.min_health) {
    return std::nullopt;
  }
  constexpr double best = 100;
  const double limit = *evidence.policy.min_health;
  Verdict verdict = start("health-score", "min-health", Unit::points, limit);
  if (!plausible(limit) || limit > best) {
    verdict.limit.reset();
    return inconclusive(std::move(verdict), unusable_limit("min-health"));
  }
  if (!evidence.health || !plausible(*evidence.health) || *evidence.health > best) {
    return inconclusive(std::move(verdict), "nothing that a health score is made of was measured");
  }
  verdict.measured = evidence.health;
  const bool within = *evidence.health >= limit;
  return decide(std::move(verdict),
                within,
                fmt::format("health score is {:.1f}, {} {:.1f} wanted (min-health)",
                            *evidence.health,
                            within ? "at least" : "below the",
                            limit));
}

} // namespace tidegate::analysis
