// SPDX-License-Identifier: Apache-2.0
#include "analysis/sigma.hpp"

#include "util/units.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <string>
#include <vector>

namespace tidegate::analysis {
namespace {

using model::Status;
using model::Verdict;

std::string kind_of(const model::Build& build) {
  const auto state = build.cache.state;
  return state ? fmt::format("{} builds", model::to_text(*state)) : "builds";
}

// A standard deviation needs two values, whatever the policy says.
int wanted_samples(const model::SigmaRule& rule) {
  return std::max(rule.min_samples, 2);
}

std::vector<double> last_times(const model::History& history, const model::SigmaRule& rule) {
  const auto window = static_cast<std::size_t>(std::max(rule.window, wanted_samples(rule)));
  std::vector<double> times;
  for (const model::Sample& sample : history.samples) {
    if (times.size() == window) {
      break;
    }
    if (plausible(sample.build_time.count())) {
      times.push_back(sample.build_time.count());
    }
  }
  return times;
}

struct Limit {
  double mean{0};
  double spread{0}; // k * s
  double floor{0};

  [[nodiscard]] bool floored() const { return floor > spread; }

  [[nodiscard]] double value() const { return mean + std::max(spread, floor); }
};

Limit limit_of(const std::vector<double>& times, double k) {
  const auto count = static_cast<double>(times.size());
  const double mean = std::accumulate(times.begin(), times.end(), 0.0) / count;
  // Two passes: the textbook formula with the sum of squares loses all digits on even series.
  const double squares =
      std::accumulate(times.begin(), times.end(), 0.0, [mean](double sum, double t) {
        return sum + ((t - mean) * (t - mean));
      });
  return {.mean = mean,
          .spread = k * std::sqrt(squares / (count - 1)),
          .floor = std::max(sigma_floor_seconds, sigma_floor_share * mean)};
}

std::string show(double seconds) {
  return util::show_duration(Seconds(seconds));
}

std::string explain(const Limit& limit, const Verdict& verdict, double k, const std::string& kind) {
  const std::string rule = limit.floored()
                               ? fmt::format("{} as the least margin, {:.1f} sigma being {}",
                                             show(limit.floor),
                                             k,
                                             show(limit.spread))
                               : fmt::format("{:.1f} sigma", k);
  return fmt::format("build took {}, limit {} (mean {} of the last {} {} + {})",
                     show(*verdict.measured),
                     show(*verdict.limit),
                     show(limit.mean),
                     verdict.samples,
                     kind,
                     rule);
}

std::optional<double> measured_time(const model::Build& build) {
  const bool measured = build.duration && plausible(build.duration->count());
  return measured ? std::optional(build.duration->count()) : std::nullopt;
}

// Why nothing can be said at all; empty where nothing is in the way.
std::string obstacle(const Evidence& evidence) {
  if (!measured_time(evidence.build)) {
    return "the time of the build was not measured";
  }
  if (evidence.build.rebuilt) {
    return "built again since the cache broke the first attempt: not compared with healthy builds";
  }
  if (!plausible(evidence.policy.sigma.k)) {
    return "k of sigma in the policy is no usable number";
  }
  if (!evidence.history.available) {
    return "the history could not be read: " + evidence.history.problem;
  }
  return {};
}

void learn(Verdict& verdict, const std::string& kind) {
  verdict.status = Status::learning;
  verdict.reason = fmt::format("build took {}, no limit yet: {} of the {} {} that it takes so far",
                               show(*verdict.measured),
                               verdict.samples,
                               verdict.samples_wanted,
                               kind);
}

void compare(Verdict& verdict,
             const std::vector<double>& times,
             double k,
             const std::string& kind) {
  const Limit limit = limit_of(times, k);
  if (!plausible(limit.value())) {
    verdict.status = Status::inconclusive;
    verdict.reason = "the times in the history give no usable limit";
    return;
  }
  verdict.limit = limit.value();
  verdict.status = *verdict.measured <= limit.value() ? Status::pass : Status::fail;
  verdict.reason = explain(limit, verdict, k, kind);
}

} // namespace

std::optional<Verdict> sigma(const Evidence& evidence) {
  const model::SigmaRule& rule = evidence.policy.sigma;
  if (evidence.policy.mode != model::GateMode::sigma) {
    return std::nullopt;
  }
  Verdict verdict;
  verdict.metric = "build-time";
  verdict.rule = "sigma";
  verdict.samples_wanted = wanted_samples(rule);
  verdict.measured = measured_time(evidence.build);
  if (std::string reason = obstacle(evidence); !reason.empty()) {
    verdict.status = Status::inconclusive;
    verdict.reason = std::move(reason);
    return verdict;
  }
  const std::string kind = kind_of(evidence.build);
  const std::vector<double> times = last_times(evidence.history, rule);
  verdict.samples = static_cast<int>(times.size());
  if (verdict.samples < verdict.samples_wanted) {
    learn(verdict, kind);
  } else {
    compare(verdict, times, rule.k, kind);
  }
  return verdict;
}

} // namespace tidegate::analysis
