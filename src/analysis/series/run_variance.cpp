// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/run_variance.hpp"

#include "analysis/series/quick_sum.hpp"
#include "model/series.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tidegate::analysis {
namespace {

constexpr std::size_t wander_length = model::SeriesRule::wander_length;

// sums[i]: of the first i.
std::vector<double> running_sums(std::span<const double> deviations) {
  std::vector<double> sums(deviations.size() + 1);
  for (std::size_t i = 0; i < deviations.size(); ++i) {
    sums[i + 1] = sums[i] + deviations[i];
  }
  return sums;
}

// Mean of the squared means of all runs of `length`.
double mean_square(std::span<const double> sums, std::size_t length) {
  const std::size_t runs = sums.size() - length;
  const auto size = static_cast<double>(length);
  const double* const begins = sums.data();
  const double* const ends = begins + length;
  const double total = sum_of(runs, [=](std::size_t i) {
    const double sum = ends[i] - begins[i];
    return sum * sum;
  });
  return total / static_cast<double>(runs) / size / size;
}

// Of a mean, where each build resembles the one before by `correlation`.
double theoretical(double variance, double correlation, std::size_t length) {
  const auto size = static_cast<double>(length);
  double factor = 1.0;
  double power = correlation;
  for (std::size_t lag = 1; lag < length; ++lag) {
    factor += 2 * (1 - static_cast<double>(lag) / size) * power;
    power *= correlation;
  }
  return variance / size * factor;
}

// Slow wander: what the means of many builds vary more than they should.
double wander(std::span<const double> sums, double variance) {
  const std::size_t builds = sums.size() - 1;
  return builds < 2 * wander_length ? 0
                                    : std::max(0.0,
                                               mean_square(sums, wander_length)
                                                   - variance / static_cast<double>(wander_length));
}

} // namespace

RunVariance run_variance(std::span<const double> deviations) {
  const std::size_t builds = deviations.size();
  const double* const first = deviations.data();
  const double squares = sum_of(builds, [=](std::size_t i) { return first[i] * first[i]; });
  const double products =
      sum_of(builds - 1, [=](std::size_t i) { return first[i + 1] * first[i]; });
  const auto count = static_cast<double>(builds);
  RunVariance variance{.single = squares / (count - 1)};
  if (squares <= 0) {
    return variance;
  }
  const double correlation = std::max(0.0, products / squares * count / (count + 5.0));
  const auto sums = running_sums(deviations);
  variance.wander = wander(sums, variance.single);
  for (std::size_t length = 1; length <= longest_run; ++length) {
    double& mean = variance.of_mean[length];
    mean = theoretical(variance.single, correlation, length);
    if (length > 1) {
      mean = std::max(mean, mean_square(sums, length));
    }
    variance.inflation =
        std::max(variance.inflation, mean * static_cast<double>(length) / variance.single);
    mean += variance.wander;
  }
  return variance;
}

} // namespace tidegate::analysis
