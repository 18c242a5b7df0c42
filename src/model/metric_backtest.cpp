// SPDX-License-Identifier: Apache-2.0
#include "model/metric_backtest.hpp"

namespace tidegate::model {

std::string name_of(const SeriesKey& thing) {
  std::string name;
  const auto add = [&name](std::string_view before, const std::string& part) {
    if (!part.empty()) {
      name += name.empty() ? "" : ", ";
      name += std::string(before) + part;
    }
  };
  add("", thing.image);
  add("", thing.dockerfile);
  add("target ", thing.target);
  add("", thing.platform);
  add("", thing.repository);
  add("workflow ", thing.workflow);
  add("job ", thing.job);
  add("leg ", thing.leg);
  return name.empty() ? "builds without a name" : name;
}

std::string name_of(const MetricSeries& series) {
  const std::string situation = series.situation.empty() ? "" : " (" + series.situation + ")";
  return to_text(series.metric) + situation + " of " + name_of(series.thing);
}

std::string_view to_text(RegressionEnd end) {
  switch (end) {
  case RegressionEnd::open:
    return "open";
  case RegressionEnd::fixed:
    return "fixed";
  case RegressionEnd::accepted:
    break;
  }
  return "accepted";
}

} // namespace tidegate::model
