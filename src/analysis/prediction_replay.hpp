// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/prediction.hpp"
#include "analysis/series/series_gate.hpp"
#include "model/metric.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// A slow rise since the level was last accepted.
struct Creep {
  bool begins{false}; // with the newest value
  double rise{0};     // fraction
  std::size_t builds{0};
};

// The past of a series, gone through once more. It keeps pointers into the past.
class PredictionReplay {
public:
  PredictionReplay(const model::MetricPast& past, model::MetricKind kind, const MetricRule& rule);

  // Calls with each verdict of what is past; its index is that of points().
  using VerdictSink = std::function<void(const model::PointVerdict&)>;

  // Of all that is past, and nothing else: what was accepted after it too. Once.
  void replay(const VerdictSink& sink);

  // Of all that is past, then of the value. Once.
  model::PointVerdict judge(const NewValue& value);

  [[nodiscard]] const std::vector<const model::MetricPoint*>& points() const { return points_; }

  [[nodiscard]] const SeriesGate& gate() const { return gate_; }

  [[nodiscard]] std::size_t of_host(const std::string& host) const;

  // Median of the newest values, in what is judged; nothing without any.
  [[nodiscard]] std::optional<double> level(std::size_t newest) const;

  // What could be judged, oldest first, the value itself last.
  [[nodiscard]] const std::vector<double>& values() const { return values_; }

  [[nodiscard]] std::optional<Creep> creep() const;

  // The acceptance that came after the value; nullptr: none.
  [[nodiscard]] const model::Acceptance* accepted_later() const { return accepted_later_; }

  // What accepted the level of the value before it came, on another branch; nullptr: nothing.
  [[nodiscard]] const model::Acceptance* accepted_before() const { return accepted_before_; }

private:
  void go_through(const VerdictSink& sink);
  model::PointVerdict take(double value, const std::string& host, std::optional<double> again);
  void accept_until(Time time);
  void accept(const model::Acceptance& accepted);
  void forget_promise(Time now);
  void heed_promise(double value, model::PointVerdict& verdict);

  model::MetricKind kind_;
  model::SeriesRule rule_;
  SeriesGate gate_;
  Detail detail_{Detail::none}; // of what is past nobody reads it
  std::vector<const model::MetricPoint*> points_;
  std::vector<const model::Acceptance*> accepted_; // that are still to come
  std::size_t next_accepted_{0};
  const model::Acceptance* accepted_later_{nullptr};
  const model::Acceptance* promised_{nullptr}; // of a level that has not come yet
  const model::Acceptance* accepted_before_{nullptr};
  std::vector<double> values_; // that could be judged
  std::size_t anchor_{0};      // where the level was last accepted, in values_
  std::size_t opened_{0};      // where the last regression began, ditto
  bool creeps_{false};
  bool creep_begins_{false};
};

} // namespace tidegate::analysis
