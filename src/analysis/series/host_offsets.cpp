// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/host_offsets.hpp"

#include <algorithm>
#include <span>

namespace tidegate::analysis {
namespace {

constexpr int rounds = 2; // a lopsided mix of models must not move the centre

// Of the builds of one CPU model, sorted.
double median_of_builds(std::span<const LoggedBuild> builds) {
  const std::size_t half = builds.size() / 2;
  return builds.size() % 2 == 1 ? builds[half].value
                                : .5 * (builds[half].value + builds[half - 1].value);
}

// Not by sorting all: this is asked for each build.
double quick_median(std::vector<double>& values) {
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, half);
  const double upper = *half;
  return values.size() % 2 == 1 ? upper : .5 * (upper + *std::max_element(values.begin(), half));
}

} // namespace

HostOffsets::HostOffsets(const Baseline& baseline, double shrink)
    : centre_(baseline.window().median()) {
  if (!baseline.is_mixed()) {
    return;
  }
  const auto& builds = baseline.by_host();
  std::vector<double> adjusted(builds.size());
  for (int round = 0; round < rounds; ++round) {
    offsets_.clear();
    for (std::size_t begin = 0, end = 0; begin < builds.size(); begin = end) {
      const std::size_t host = builds[begin].host;
      while (end < builds.size() && builds[end].host == host) {
        ++end;
      }
      const auto count = static_cast<double>(end - begin);
      const double median = median_of_builds(std::span(builds).subspan(begin, end - begin));
      const double offset = host == 0 ? 0.0 : (median - centre_) * count / (count + shrink);
      offsets_.push_back({.host = host, .value = offset});
      std::transform(builds.begin() + static_cast<std::ptrdiff_t>(begin),
                     builds.begin() + static_cast<std::ptrdiff_t>(end),
                     adjusted.begin() + static_cast<std::ptrdiff_t>(begin),
                     [offset](const LoggedBuild& build) { return build.value - offset; });
    }
    centre_ = quick_median(adjusted);
  }
}

double HostOffsets::of(std::size_t host) const {
  if (offsets_.empty()) {
    return 0.0;
  }
  const auto found = std::ranges::lower_bound(offsets_, host, {}, &Offset::host);
  return found != offsets_.end() && found->host == host ? found->value : 0.0;
}

} // namespace tidegate::analysis
