// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/baseline.hpp"
#include "analysis/series/evidence.hpp"
#include "analysis/series/host_offsets.hpp"
#include "analysis/series/jump.hpp"
#include "analysis/series/regression.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tidegate::analysis {

// Which verdicts come with their arithmetic, which costs more than the verdict: none, red and
// inconclusive ones, or all.
enum class Detail { none, brief, full };

// The statistical rule over one series, a build at a time, oldest first. A copy of the gate asks
// "what if": whether a build is worth measuring again is what a copy says of it without a
// confirmation.
class SeriesGate {
public:
  explicit SeriesGate(const model::SeriesRule& rule)
      : rule_(rule),
        baseline_(rule) {}

  model::PointVerdict next(const model::SeriesPoint& point, Detail detail = Detail::brief);

  // The level of now is accepted. An open regression closes; the builds from before it move to the
  // new level, with their spread, tails and records, and those since it opened follow: the next
  // build is judged at once. Where none is open, the anchor of the creep begins anew. Either way
  // nobody cried wolf.
  void bless();

  // Fraction; nothing while learning.
  [[nodiscard]] std::optional<double> smallest_visible_step() const;

  // The class of the series and why; of when a regression opened, while one is. Nothing while
  // learning.
  [[nodiscard]] std::optional<model::SeriesShape> shape() const;

  [[nodiscard]] std::optional<std::size_t> red_since() const;

private:
  struct Build {
    LoggedBuild raw;
    std::optional<LoggedBuild> confirmation;
    const model::SeriesPoint& point;
    Detail detail;

    [[nodiscard]] MeasuredBuild measured(double offset) const; // of its CPU model
  };

  [[nodiscard]] std::optional<Build> read(const model::SeriesPoint& point, Detail detail);
  std::size_t host_number(const std::string& host);

  void learn(LoggedBuild build, model::PointVerdict& verdict);
  void judge(Build build, model::PointVerdict& verdict);
  [[nodiscard]] std::span<const double> judged_together() const;
  void remember(LoggedBuild build);
  // How much faster the builds became for good.
  std::optional<double> measure_and_judge(const Build& build, model::PointVerdict& verdict);
  [[nodiscard]] std::optional<double> find_drop_of_run(const BaselineStatistics& statistics) const;
  void judge_jump(const Build& build,
                  std::span<const double> past,
                  BaselineStatistics& statistics,
                  model::PointVerdict& verdict);
  void
  open(const Build& build, std::size_t builds, Regression regression, model::PointVerdict& verdict);
  void
  add_past(const Build& build, const HostOffsets& offsets, model::SeriesEvidence& evidence) const;
  void accept(LoggedBuild build);
  void look_for_creep(model::PointVerdict& verdict);
  void follow_drop(double drop, model::PointVerdict& verdict);
  // `older`: builds of the baseline that move; the rest of it is replaced by `newest`.
  void move_baseline(double step, std::size_t older, const std::vector<LoggedBuild>& newest);
  void weigh(const Build& build, model::PointVerdict& verdict);
  void close(bool upheld, const Build& build, model::PointVerdict& verdict);
  void explain_open(const Build& build, model::PointVerdict& verdict) const;
  void flush_waiting();
  [[nodiscard]] double raised_limit(); // standard errors more, for the cried wolves
  [[nodiscard]] std::optional<BaselineStatistics> statistics_now() const;
  [[nodiscard]] model::LeftOut left_out() const;

  model::SeriesRule rule_;
  Baseline baseline_;
  HostOffsets offsets_;              // of the baseline as the newest build found it
  std::vector<LoggedBuild> waiting_; // accepted, not in the baseline yet
  std::vector<LoggedBuild> run_;     // newest builds since the last break, as they came
  std::vector<double> run_values_;   // the same, adjusted when they came
  std::optional<Regression> regression_;
  std::vector<LoggedBuild> frozen_; // the baseline that its statistics are of
  std::deque<std::size_t> closed_at_;
  std::map<std::string, std::size_t, std::less<>> hosts_;
  std::size_t points_{0};
  std::size_t invalid_{0};
  bool creeping_{false};
};

} // namespace tidegate::analysis
