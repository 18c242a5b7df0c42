// SPDX-License-Identifier: Apache-2.0
#include "report/baseline.hpp"

#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace tidegate::report {
namespace {

std::vector<double> sample_times(const BuildReport& report) {
  std::vector<double> times; // newest first
  for (const model::Sample& sample : report.history.samples) {
    if (times.size() < max_baseline_samples && std::isfinite(sample.build_time.count())) {
      times.push_back(sample.build_time.count());
    }
  }
  return times;
}

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

bool comparable(const model::Build& build) {
  return build.outcome == model::Outcome::success && build.duration.has_value();
}

} // namespace

std::optional<Baseline> baseline(const BuildReport& report) {
  const std::vector<double> times = sample_times(report);
  if (times.empty() || !comparable(report.build)) {
    return std::nullopt;
  }
  const Seconds median{median_of(times)};
  Baseline result{times.size(), median, *report.build.duration - median, std::nullopt};
  if (median.count() > 0) {
    result.percent = 100 * result.difference.count() / median.count();
  }
  return result;
}

std::string describe(const Baseline& baseline) {
  const std::string of = fmt::format("the median of {} {} ({})",
                                     baseline.samples,
                                     baseline.samples == 1 ? "build" : "builds",
                                     util::show_duration(baseline.median));
  const double size = std::abs(baseline.difference.count());
  if (size < 0.005) {
    return "as fast as " + of;
  }
  const double share = std::abs(baseline.percent.value_or(0));
  const std::string percent =
      baseline.percent ? fmt::format(" ({:.{}f} %)", share, share < 10 ? 1 : 0) : "";
  return fmt::format("{}{} {} than {}",
                     util::show_duration(Seconds{size}),
                     percent,
                     baseline.difference.count() > 0 ? "slower" : "faster",
                     of);
}

std::string no_baseline(const BuildReport& report) {
  if (!report.history.available) {
    return "no baseline: the history could not be read"
           + (report.history.problem.empty() ? "" : " (" + report.history.problem + ")");
  }
  if (report.build.outcome != model::Outcome::success) {
    return report.build.outcome ? "not compared: only successful builds are"
                                : "not compared: how the build ended is not known";
  }
  return "no baseline yet: the first build of its kind";
}

std::string sparkline(const BuildReport& report) {
  constexpr std::array<std::string_view, 8> bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::vector<double> values = sample_times(report);
  if (values.empty() || !comparable(report.build)) {
    return {};
  }
  std::ranges::reverse(values);
  values.push_back(report.build.duration->count());
  const auto [low, high] = std::ranges::minmax(values);
  std::string line;
  for (const double value : values) {
    const double height = high > low ? (value - low) / (high - low) : 0.5;
    line += bars.at(static_cast<std::size_t>(std::lround(height * 7)));
  }
  return line;
}

} // namespace tidegate::report
