// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/run_variance.hpp"

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

// Adds the squared sum of the run of `length` that begins at `begin`.
void add_square(const std::vector<double>& sums,
                std::size_t begin,
                std::size_t length,
                double& to) {
  const double sum = sums[begin + length] - sums[begin];
  to += sum * sum;
}

double mean_square(double total, std::size_t builds, std::size_t length) {
  const auto size = static_cast<double>(length);
  return total / static_cast<double>(builds - length + 1) / size / size;
}

// All lengths in one pass: their sums do not wait for one another.
PerRun measured(const std::vector<double>& sums, std::size_t builds) {
  PerRun total{};
  const std::size_t common = builds - longest_run + 1;
  for (std::size_t i = 0; i < common; ++i) {
    for (std::size_t length = 2; length <= longest_run; ++length) {
      add_square(sums, i, length, total[length]);
    }
  }
  for (std::size_t length = 2; length <= longest_run; ++length) {
    for (std::size_t i = common; i + length <= builds; ++i) {
      add_square(sums, i, length, total[length]);
    }
    total[length] = mean_square(total[length], builds, length);
  }
  return total;
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
double wander(const std::vector<double>& sums, std::size_t builds, double variance) {
  if (builds < 2 * wander_length) {
    return 0;
  }
  double total = 0;
  for (std::size_t i = 0; i + wander_length <= builds; ++i) {
    add_square(sums, i, wander_length, total);
  }
  return std::max(0.0,
                  mean_square(total, builds, wander_length)
                      - variance / static_cast<double>(wander_length));
}

} // namespace

RunVariance run_variance(std::span<const double> deviations) {
  const std::size_t builds = deviations.size();
  double squares = deviations[0] * deviations[0];
  double products = 0;
  for (std::size_t i = 1; i < builds; ++i) {
    squares += deviations[i] * deviations[i];
    products += deviations[i] * deviations[i - 1];
  }
  const auto count = static_cast<double>(builds);
  RunVariance variance{.single = squares / (count - 1)};
  if (squares <= 0) {
    return variance;
  }
  const double correlation = std::max(0.0, products / squares * count / (count + 5.0));
  const auto sums = running_sums(deviations);
  variance.of_mean = measured(sums, builds);
  const double slow = wander(sums, builds, variance.single);
  for (std::size_t length = 1; length <= longest_run; ++length) {
    double& mean = variance.of_mean[length];
    mean = std::max(mean, theoretical(variance.single, correlation, length));
    variance.inflation =
        std::max(variance.inflation, mean * static_cast<double>(length) / variance.single);
    mean += slow;
  }
  return variance;
}

} // namespace tidegate::analysis
