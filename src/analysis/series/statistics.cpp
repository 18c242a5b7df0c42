// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/statistics.hpp"

#include "analysis/series/medians.hpp"
#include "analysis/series/run_variance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace tidegate::analysis {
namespace {

// A normal distribution's standard deviation is so many median distances.
constexpr double mad_to_sigma = 1.4826;

// The quantile of Student's t whose tail is that of 3 sigma, divided by 3 (Cornish-Fisher): 1.37 at
// 9 degrees of freedom, 1.10 at 30, 1.03 at 100.
double small_sample(double freedom) {
  constexpr double x = 3.0;
  constexpr double x3 = x * x * x;
  constexpr double x5 = x3 * x * x;
  constexpr double x7 = x5 * x * x;
  constexpr double first = (x3 + x) / 4;
  constexpr double second = (5 * x5 + 16 * x3 + 3 * x) / 96;
  constexpr double third = (3 * x7 + 19 * x5 + 17 * x3 - 15 * x) / 384;
  return (x + first / freedom + second / (freedom * freedom)
          + third / (freedom * freedom * freedom))
         / x;
}

double robust_sigma(std::span<const double> sorted, double centre) {
  const auto quantile = [&](double share) {
    return sorted[static_cast<std::size_t>(
        std::floor(share * static_cast<double>(sorted.size() - 1) + .5))];
  };
  return std::max(mad_to_sigma * median_distance(sorted, centre),
                  (quantile(.84) - quantile(.16)) / 2);
}

struct Sample {
  std::span<const double> values; // oldest first
  std::span<const double> sorted;
  PerRun largest; // lower median
};

// Clipped, so that no single build makes the spread wide.
std::vector<double> deviations_of(std::span<const double> values, BaselineStatistics& statistics) {
  std::vector<double> deviations(values.begin(), values.end());
  for (double& value : deviations) {
    value = statistics.clipped(value);
  }
  statistics.mean = std::accumulate(deviations.begin(), deviations.end(), 0.0)
                    / static_cast<double>(deviations.size());
  for (double& value : deviations) {
    value -= statistics.mean;
  }
  return deviations;
}

// As if the builds did not resemble one another.
RunVariance least_variance(std::span<const double> deviations) {
  double squares = 0;
  for (const double deviation : deviations) {
    squares += deviation * deviation;
  }
  RunVariance variance{.single = squares / static_cast<double>(deviations.size() - 1)};
  for (std::size_t length = 1; length <= longest_run; ++length) {
    variance.of_mean[length] = variance.single / static_cast<double>(length);
  }
  return variance;
}

void set_errors(const RunVariance& variance, BaselineStatistics& statistics) {
  const auto count = static_cast<double>(statistics.samples);
  const double wider = small_sample(count - 1);
  statistics.inflation = variance.inflation;
  statistics.single = std::sqrt(variance.single) * wider;
  for (std::size_t length = 1; length <= longest_run; ++length) {
    statistics.variance[length] = variance.of_mean[length] * wider * wider;
  }
  if (variance.single <= 0) { // a constant series
    statistics.single = 1e-3;
    statistics.variance.fill(1e-6);
  }
  const double of_centre = statistics.single * statistics.single * statistics.inflation / count;
  for (std::size_t length = 1; length <= longest_run; ++length) {
    statistics.error[length] = std::sqrt(statistics.variance[length] + of_centre);
  }
}

void hold_creep(std::optional<double> anchor,
                const model::SeriesRule& rule,
                BaselineStatistics& statistics) {
  if (!anchor) {
    return;
  }
  const double top = *anchor + std::max(rule.creep, rule.creep_sigmas * statistics.spread);
  statistics.crept = statistics.centre > top;
  statistics.centre = std::min(statistics.centre, top);
}

double least_effect(const BaselineStatistics& statistics, const model::SeriesRule& rule) {
  const double wanted = std::min(std::max(rule.floor, rule.floor_sigmas * statistics.spread),
                                 std::max(rule.floor_most, rule.floor));
  return rule.floor_absolute > 0
             ? std::max(wanted, std::log1p(rule.floor_absolute / std::exp(statistics.centre)))
             : wanted;
}

// The baseline without what the CPU models add.
struct Adjusted {
  std::vector<double> values;
  std::vector<double> sorted;
  RunRecords records;
};

Adjusted adjusted(const Baseline& baseline, const HostOffsets& offsets) {
  Adjusted made;
  for (const auto& build : baseline.builds()) {
    made.values.push_back(offsets.adjusted(build));
    made.records.push(made.values);
  }
  made.sorted = made.values;
  std::ranges::sort(made.sorted);
  return made;
}

} // namespace

BaselineMeasuring::BaselineMeasuring(const Baseline& baseline,
                                     const HostOffsets& offsets,
                                     const model::SeriesRule& rule) {
  Adjusted made;
  Sample sample{.values = baseline.window().values(),
                .sorted = baseline.window().sorted(),
                .largest = baseline.records().largest()};
  if (baseline.is_mixed()) {
    made = adjusted(baseline, offsets);
    sample = {.values = made.values, .sorted = made.sorted, .largest = made.records.largest()};
  }
  rough_.samples = sample.values.size();
  rough_.clip = rule.clip;
  rough_.centre = median_of_sorted(sample.sorted);
  rough_.sigma = std::max(robust_sigma(sample.sorted, rough_.centre), rule.least_sigma);
  for (std::size_t length = 2; length <= longest_run; ++length) {
    rough_.record[length] = sample.largest[length] - rough_.centre;
  }
  deviations_ = deviations_of(sample.values, rough_);
  set_errors(least_variance(deviations_), rough_);
  rough_.spread = rough_.sigma * rough_.single;
  hold_creep(baseline.anchor(), rule, rough_); // the records stay those of the median
  rough_.floor = least_effect(rough_, rule);
}

BaselineStatistics BaselineMeasuring::complete() const {
  BaselineStatistics statistics = rough_;
  set_errors(run_variance(deviations_), statistics);
  return statistics;
}

double BaselineStatistics::clipped(double value) const {
  return std::min(clip, std::max(-clip, (value - centre) / sigma));
}

double BaselineStatistics::evidence(double total, std::size_t count) const {
  const auto builds = static_cast<double>(count);
  return (total - builds * mean) / (builds * error[count]);
}

BaselineStatistics baseline_statistics(const Baseline& baseline,
                                       const HostOffsets& offsets,
                                       const model::SeriesRule& rule) {
  return BaselineMeasuring(baseline, offsets, rule).complete();
}

} // namespace tidegate::analysis
