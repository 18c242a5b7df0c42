// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_statistics.hpp"
#include "unit/analysis/made_up_runs.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <random>

namespace tidegate::analysis {
namespace {

constexpr std::array conclusions{
    "success", "failure", "timed_out", "cancelled", "skipped", "stale", ""};
constexpr std::array step_names{
    "Set up job", "Run make", "Run actions/checkout@v4", "Complete job"};

class Dice {
public:
  explicit Dice(unsigned seed)
      : random_(seed) {}

  int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  template<typename List>
  auto one_of(const List& list) {
    return list.at(static_cast<std::size_t>(up_to(static_cast<int>(list.size()) - 1)));
  }

  template<typename List>
  void shuffle(List& list) {
    std::ranges::shuffle(list, random_);
  }

private:
  std::mt19937 random_;
};

model::WorkflowJob any_job(Dice& dice) {
  auto made = job("job " + std::to_string(dice.up_to(2)),
                  1 + dice.up_to(2),
                  dice.one_of(conclusions),
                  {dice.up_to(50), dice.up_to(60), dice.up_to(90)});
  made.id = dice.up_to(1'000'000);
  for (int i = dice.up_to(4); i > 0; --i) {
    made.steps.push_back(step(dice.one_of(step_names), dice.up_to(60), dice.up_to(90)));
  }
  if (dice.up_to(9) == 0) {
    made.started.reset();
  }
  if (dice.up_to(9) == 0) {
    made.status = "in_progress";
    made.completed.reset();
  }
  return made;
}

std::vector<model::RunRecord> any_runs(Dice& dice) {
  std::vector<model::RunRecord> runs;
  for (int i = dice.up_to(25); i > 0; --i) {
    std::vector<model::WorkflowJob> jobs;
    for (int count = dice.up_to(5); count > 0; --count) {
      jobs.push_back(any_job(dice));
    }
    runs.push_back(run(i, dice.one_of(conclusions), dice.up_to(40), std::move(jobs)));
    runs.back().run.created = moment(dice.up_to(40) - 86400 * dice.up_to(40));
    runs.back().run.branch = dice.one_of(std::array{"main", "topic", ""});
  }
  return runs;
}

model::RunStatistics statistics(const std::vector<model::RunRecord>& runs, model::Grouping by) {
  RunStatisticsTally tally(usual_windows(moment(100)), by);
  for (const model::RunRecord& record : runs) {
    tally.add(record);
  }
  return tally.statistics();
}

void check_span(const model::SpanFigures& span) {
  CHECK(span.p50.has_value() == (span.count > 0));
  CHECK(span.total.has_value() == (span.count > 0));
  if (span.count > 0) {
    CHECK(*span.p50 >= Seconds(0));
    CHECK(*span.p50 <= *span.p95);
    CHECK(*span.p95 <= *span.total);
  }
}

void check_figures(const model::RunFigures& figures) {
  const model::OutcomeCounts& counts = figures.outcomes;
  CHECK(counts.passed + counts.failed + counts.cancelled + counts.skipped + counts.other
            + counts.unfinished
        == figures.count);
  CHECK(figures.success_rate.has_value() == (counts.passed + counts.failed > 0));
  CHECK(figures.success_rate.value_or(0) >= 0);
  CHECK(figures.success_rate.value_or(0) <= 1);
  CHECK(figures.re_run <= figures.count);
  CHECK(figures.re_run_rate.value_or(0) <= 1);
  CHECK(figures.duration.count + figures.duration.left_out <= counts.passed + counts.failed);
  check_span(figures.duration);
  check_span(figures.queued);
}

void check_window(const model::WindowStatistics& window) {
  check_figures(window.all);
  std::uint64_t flaky = 0;
  for (const model::FlakyJob& job : window.flaky_jobs) {
    CHECK(job.flaky_runs <= job.runs);
    flaky += job.flaky_runs;
  }
  CHECK(flaky == window.all.flaky_jobs);
  for (const model::GroupFigures& group : window.groups) {
    check_figures(group.figures);
  }
  for (const model::StepFigures& step : window.slowest_by_total) {
    check_span(step.time);
  }
  CHECK(window.phases.queued == window.all.queued);
}

} // namespace

TEST_CASE("whatever the runs are, the order in which they come does not matter") {
  Dice dice(42);
  for (int round = 0; round < 120; ++round) {
    const auto by = static_cast<model::Grouping>(round % 4);
    std::vector<model::RunRecord> runs = any_runs(dice);
    const model::RunStatistics made = statistics(runs, by);
    dice.shuffle(runs);
    for (model::RunRecord& record : runs) {
      dice.shuffle(record.jobs);
    }
    CHECK(statistics(runs, by) == made);
  }
}

TEST_CASE("whatever the runs are, rates are shares and counts add up") {
  Dice dice(7);
  for (int round = 0; round < 120; ++round) {
    const auto by = static_cast<model::Grouping>(round % 4);
    const model::RunStatistics made = statistics(any_runs(dice), by);
    for (const model::WindowStatistics& window : made.windows) {
      check_window(window);
    }
    CHECK(made.windows[0].all.count <= made.windows[1].all.count);
    CHECK(made.windows[1].all.count <= made.windows[2].all.count);
    if (by != model::Grouping::job) {
      std::uint64_t runs = 0;
      for (const model::GroupFigures& group : made.windows[2].groups) {
        runs += group.figures.count;
      }
      CHECK(runs == made.windows[2].all.count);
    }
  }
}

} // namespace tidegate::analysis
