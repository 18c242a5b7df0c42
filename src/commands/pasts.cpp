// SPDX-License-Identifier: Apache-2.0
#include "commands/pasts.hpp"

#include "analysis/metric_values.hpp"
#include "model/host.hpp"

#include <utility>

namespace tidegate::commands {
namespace {

constexpr int most_points = 10'000; // of one series
constexpr int builds_before = 3;    // in which a metric has to be, to be missed

} // namespace

analysis::BuildPast pasts_of(Ledger& ledger, const model::Build& build, model::History history) {
  analysis::BuildPast past{.history = std::move(history), .metrics = {}, .before = {}};
  if (!past.history.available) {
    return past;
  }
  const auto unreadable = [&past](const Error& error) {
    past.history = {.samples = {}, .available = false, .problem = error.message};
    past.metrics.clear();
    return past;
  };
  const std::string host = model::host_of(build.runner);
  for (auto& value :
       build.rebuilt ? std::vector<model::MetricValue>{} : analysis::metric_values(build)) {
    auto points = ledger.metric_past(build, value, most_points);
    if (!points) {
      return unreadable(points.error());
    }
    const auto again = analysis::measured_again(build, value);
    past.metrics.push_back(
        {.now = {.measured = std::move(value), .host = host, .again = again, .at = build.started},
         .past = std::move(*points)});
  }
  const auto before = ledger.past(build, builds_before);
  if (!before) {
    return unreadable(before.error());
  }
  for (const auto& judged : *before) {
    past.before.push_back(analysis::metric_values(judged.build));
  }
  return past;
}

} // namespace tidegate::commands
