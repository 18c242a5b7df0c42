// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/statistics.hpp"

#include "analysis/series/quick_sum.hpp"
#include "analysis/series/run_variance.hpp"
#include "analysis/series/series_class.hpp"
#include "analysis/series/sorted_pieces.hpp"

#include <algorithm>
#include <cmath>
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

double robust_sigma(std::span<const SortedPiece> past, std::size_t samples, double centre) {
  const auto quantile = [&](double share) {
    return nth_of(
        past, static_cast<std::size_t>(std::floor(share * static_cast<double>(samples - 1) + .5)));
  };
  const double half = (quantile(.84) - quantile(.16)) / 2;
  return mad_to_sigma * median_distance(past, centre, half / mad_to_sigma);
}

void set_extremes(std::span<const SortedPiece> past, BaselineStatistics& statistics) {
  for (const auto& piece : past) {
    const double highest = piece.sorted.back() - piece.less;
    const double lowest = piece.sorted.front() - piece.less;
    statistics.highest = std::max(statistics.highest, highest - statistics.median);
    statistics.lowest = std::max(statistics.lowest, statistics.median - lowest);
  }
}

struct Moments {
  double sum{0};
  double squares{0};
};

// Adds those of the clipped values.
void add_moments(const SortedPiece& piece, const BaselineStatistics& statistics, Moments& moments) {
  const double factor = 1 / statistics.sigma;
  const double centre = statistics.centre + piece.less;
  const double clip = statistics.clip;
  const double* const values = piece.sorted.data();
  const std::size_t count = piece.sorted.size();
  double sum = 0;
  double squares = 0;
#pragma omp simd reduction(+ : sum, squares)
  for (std::size_t i = 0; i < count; ++i) {
    double value = (values[i] - centre) * factor;
    value = value < -clip ? -clip : value;
    value = value > clip ? clip : value;
    sum += value;
    squares += value * value;
  }
  moments.sum += sum;
  moments.squares += squares;
}

// As if the builds did not resemble one another; sets the mean too.
RunVariance least_variance(std::span<const SortedPiece> past, BaselineStatistics& statistics) {
  Moments all;
  for (const auto& piece : past) {
    add_moments(piece, statistics, all);
  }
  const auto count = static_cast<double>(statistics.samples);
  statistics.mean = all.sum / count;
  RunVariance variance{.single =
                           std::max(0.0, all.squares - all.sum * statistics.mean) / (count - 1)};
  for (std::size_t length = 1; length <= longest_run; ++length) {
    variance.of_mean[length] = variance.single / static_cast<double>(length);
  }
  return variance;
}

// Clipped, so that no single build makes the spread wide.
std::vector<double> deviations_of(std::span<const double> values, BaselineStatistics& statistics) {
  std::vector<double> deviations(values.size());
  std::ranges::transform(
      values, deviations.begin(), [&](double value) { return statistics.clipped(value); });
  const double* const clipped = deviations.data();
  statistics.mean = sum_of(deviations.size(), [=](std::size_t i) { return clipped[i]; })
                    / static_cast<double>(deviations.size());
  for (double& value : deviations) {
    value -= statistics.mean;
  }
  return deviations;
}

void set_errors(const RunVariance& variance, BaselineStatistics& statistics) {
  const auto count = static_cast<double>(statistics.samples);
  const double wider = small_sample(count - 1);
  statistics.inflation = variance.inflation;
  statistics.wander = variance.wander;
  statistics.single = std::sqrt(variance.single) * wider;
  for (std::size_t length = 1; length <= longest_run; ++length) {
    statistics.variance[length] = variance.of_mean[length] * wider * wider;
  }
  if (variance.single <= 0) { // a constant series
    statistics.single = 1e-3;
    statistics.variance.fill(1e-6);
  }
  statistics.spread = statistics.sigma * statistics.single;
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

double least_effect(const BaselineStatistics& statistics,
                    const model::ClassLimits& limits,
                    const model::SeriesRule& rule) {
  const double wanted = std::min(std::max(rule.floor, limits.floor_sigmas * statistics.spread),
                                 std::max(limits.floor_most, rule.floor));
  return rule.floor_absolute > 0
             ? std::max(wanted, std::log1p(rule.floor_absolute / std::exp(statistics.centre)))
             : wanted;
}

void set_limits(const model::SeriesRule& rule, BaselineStatistics& statistics) {
  statistics.limits = limits_of(statistics.kind, rule);
  statistics.floor = least_effect(statistics, statistics.limits, rule);
  statistics.slow = statistics.limits.slow_share * statistics.floor;
}

// What is not measured yet may make a tidy series a plain one, which is judged by other limits.
void widen(const model::SeriesRule& rule, BaselineStatistics& statistics) {
  if (statistics.kind == model::SeriesClass::tidy) {
    auto& suspicion = statistics.limits.suspicion;
    suspicion = std::min(suspicion, rule.plain.suspicion);
    const double slow = rule.plain.slow_share * least_effect(statistics, rule.plain, rule);
    statistics.slow = std::min(statistics.slow, slow);
  }
  constexpr double rounding = 1e-9; // the complete ones add in another order
  statistics.slow -= rounding;
  for (double& error : statistics.error) {
    error *= 1 - rounding;
  }
}

} // namespace

BaselineMeasuring::BaselineMeasuring(const Baseline& baseline,
                                     const HostOffsets& offsets,
                                     const model::SeriesRule& rule)
    : baseline_(baseline),
      offsets_(offsets),
      rule_(rule) {
  const auto past = offsets.pieces(baseline);
  rough_.samples = baseline.size();
  rough_.clip = rule.clip;
  rough_.median = offsets.centre();
  rough_.centre = rough_.median;
  rough_.sigma = std::max(robust_sigma(past, rough_.samples, rough_.centre), rule.least_sigma);
  set_extremes(past, rough_);
  set_errors(least_variance(past, rough_), rough_);
  rough_.kind =
      class_of(rough_, rule); // as tidy as it may be: what makes it less is measured later
  hold_creep(baseline.anchor(), rule, rough_);
  set_limits(rule, rough_);
  widen(rule, rough_);
}

BaselineStatistics BaselineMeasuring::complete() {
  past_ = baseline_.window().values();
  if (baseline_.is_mixed()) {
    adjusted_.clear();
    adjusted_.reserve(baseline_.size());
    for (std::size_t i = 0; i < baseline_.size(); ++i) {
      adjusted_.push_back(past_[i] - offsets_.of(baseline_.hosts()[i]));
    }
    past_ = adjusted_;
  }
  BaselineStatistics statistics = rough_;
  statistics.centre = statistics.median; // the spread is that of the median
  set_errors(run_variance(deviations_of(past_, statistics)), statistics);
  hold_creep(baseline_.anchor(), rule_, statistics);
  statistics.kind = class_of(statistics, rule_);
  set_limits(rule_, statistics);
  return statistics;
}

void add_records(std::span<const double> past, BaselineStatistics& statistics) {
  statistics.record = largest_run_medians(past);
  for (double& record : statistics.record) {
    record -= statistics.median; // though the centre may be held
  }
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
  BaselineMeasuring measuring(baseline, offsets, rule);
  auto statistics = measuring.complete();
  add_records(measuring.past(), statistics);
  return statistics;
}

} // namespace tidegate::analysis
