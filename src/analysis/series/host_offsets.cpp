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
  std::vector<double> left; // of the values, without the offsets
  left.reserve(baseline.size());
  for (int round = 0; round < rounds; ++round) {
    left.clear();
    measure(baseline.by_host(), shrink, left);
    centre_ = quick_median(left);
  }
}

void HostOffsets::measure(std::span<const LoggedBuild> builds,
                          double shrink,
                          std::vector<double>& left) {
  offsets_.clear();
  while (!builds.empty()) {
    const std::size_t host = builds.front().host;
    const auto end = std::ranges::find_if(
        builds, [host](const LoggedBuild& build) { return build.host != host; });
    const auto of_host = builds.first(static_cast<std::size_t>(end - builds.begin()));
    const auto count = static_cast<double>(of_host.size());
    const double offset =
        host == 0 ? 0.0 : (median_of_builds(of_host) - centre_) * count / (count + shrink);
    offsets_.push_back({.host = host, .value = offset});
    for (const auto& build : of_host) {
      left.push_back(build.value - offset);
    }
    builds = builds.subspan(of_host.size());
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
