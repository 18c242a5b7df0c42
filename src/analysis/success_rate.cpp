// SPDX-License-Identifier: Apache-2.0
#include "analysis/success_rate.hpp"

#include <algorithm>
#include <cmath>

namespace tidegate::analysis {
namespace {

// std::lgamma writes a global variable.
double log_factorial(int number) {
  double sum = 0;
  for (int factor = 2; factor <= number; ++factor) {
    sum += std::log(factor);
  }
  return sum;
}

double log_choose(int all, int some) {
  return log_factorial(all) - log_factorial(some) - log_factorial(all - some);
}

double rate_of(const RunCounts& counts) {
  return static_cast<double>(counts.passed) / counts.all();
}

} // namespace

double chance_of_as_many_failures(const RunCounts& newest, const RunCounts& before) {
  const int all = newest.all() + before.all();
  const int failed = newest.failed + before.failed;
  if (newest.all() <= 0 || before.all() <= 0) {
    return 1;
  }
  const double ways = log_choose(all, newest.all());
  double chance = 0;
  for (int count = newest.failed; count <= std::min(failed, newest.all()); ++count) {
    if (newest.all() - count <= all - failed) {
      chance += std::exp(log_choose(failed, count) + log_choose(all - failed, newest.all() - count)
                         - ways);
    }
  }
  return std::min(chance, 1.0);
}

std::optional<double>
lowest_usual_rate(int count, const RunCounts& before, double least, double margin) {
  if (count <= 0 || before.all() <= 0) {
    return std::nullopt;
  }
  for (int failed = 1; failed <= count; ++failed) {
    const RunCounts newest{.passed = count - failed, .failed = failed};
    if (chance_of_as_many_failures(newest, before) < least
        && rate_of(newest) < rate_of(before) - margin) {
      return static_cast<double>(count - failed + 1) / count;
    }
  }
  return std::nullopt;
}

} // namespace tidegate::analysis
