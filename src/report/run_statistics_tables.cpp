// SPDX-License-Identifier: Apache-2.0
#include "report/run_statistics_tables.hpp"

#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tidegate::report {
namespace {

using model::RunFigures;
using model::RunStatistics;
using model::WindowStatistics;
using Row = std::vector<std::string>;

constexpr std::size_t most_group_rows = 15;
constexpr std::size_t most_other_rows = 10;

std::string show(const std::optional<Seconds>& time) {
  return time ? util::show_duration(*time) : "";
}

std::string show_count(std::uint64_t count) {
  return count > 0 ? fmt::format("{}", count) : "";
}

// A whole percent says "100 %" of 999 in 1000.
std::string show_share(const std::optional<double>& share) {
  return share ? fmt::format("{:.1f} %", *share * 100) : "";
}

const Row& figure_columns() {
  static const Row columns{">runs",
                           ">passed",
                           ">failed",
                           ">cancelled",
                           ">skipped",
                           ">other",
                           ">not over",
                           ">success",
                           ">re-run",
                           ">flaky jobs",
                           ">p50",
                           ">p95",
                           ">queue p50",
                           ">queue p95"};
  return columns;
}

Row figure_cells(const RunFigures& figures) {
  const model::OutcomeCounts& outcomes = figures.outcomes;
  return {fmt::format("{}", figures.count),
          show_count(outcomes.passed),
          show_count(outcomes.failed),
          show_count(outcomes.cancelled),
          show_count(outcomes.skipped),
          show_count(outcomes.other),
          show_count(outcomes.unfinished),
          show_share(figures.success_rate),
          show_share(figures.re_run_rate),
          show_count(figures.flaky_jobs),
          show(figures.duration.p50),
          show(figures.duration.p95),
          show(figures.queued.p50),
          show(figures.queued.p95)};
}

Row beside(Row left, const Row& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Table windows_table(const RunStatistics& statistics) {
  Table table{.title = "all runs", .columns = beside({"last"}, figure_columns()), .rows = {}};
  for (const WindowStatistics& window : statistics.windows) {
    if (window.all.count > 0) {
      table.rows.push_back(beside({window.name}, figure_cells(window.all)));
    }
  }
  return table;
}

Table groups_table(const WindowStatistics& window, model::Grouping by) {
  const std::string_view word = model::to_text(by);
  Table table{.title = fmt::format("by {}, {}", word, window.name),
              .columns = beside({"workflow", std::string(word)}, figure_columns()),
              .rows = {},
              .left_out = window.groups_left_out};
  for (const model::GroupFigures& group : window.groups) {
    table.rows.push_back(beside({group.workflow, group.name.empty() ? "(none)" : group.name},
                                figure_cells(group.figures)));
  }
  return cut(std::move(table), most_group_rows);
}

Table flaky_table(const WindowStatistics& window) {
  Table table{
      .title = fmt::format("flaky jobs (failed, then passed on a later attempt), {}", window.name),
      .columns = {"workflow", "job", ">flaky runs", ">of runs", "newest", "commit"},
      .rows = {},
      .left_out = window.flaky_jobs_left_out};
  for (const model::FlakyJob& job : window.flaky_jobs) {
    constexpr std::size_t short_sha = 12;
    table.rows.push_back({job.workflow,
                          job.job,
                          fmt::format("{}", job.flaky_runs),
                          fmt::format("{}", job.runs),
                          fmt::format("run {}", job.last_run),
                          job.last_sha.substr(0, short_sha)});
  }
  return cut(std::move(table), most_other_rows);
}

Table phases_table(const WindowStatistics& window) {
  Table table{.title = fmt::format("time of the jobs by phase, {}", window.name),
              .columns = {"phase", ">jobs", ">p50", ">p95", ">total"},
              .rows = {}};
  for (const auto& [name, time] : {std::pair("queued", &window.phases.queued),
                                   std::pair("set-up", &window.phases.set_up),
                                   std::pair("build", &window.phases.build),
                                   std::pair("tear-down", &window.phases.tear_down)}) {
    if (time->count > 0) {
      table.rows.push_back({name,
                            fmt::format("{}", time->count),
                            show(time->p50),
                            show(time->p95),
                            show(time->total)});
    }
  }
  return table;
}

Table steps_table(const std::vector<model::StepFigures>& steps, std::string title) {
  Table table{.title = std::move(title),
              .columns = {"workflow", "job", "step", ">times", ">p50", ">p95", ">total"},
              .rows = {}};
  for (const model::StepFigures& step : steps) {
    table.rows.push_back({step.workflow,
                          step.job,
                          step.step,
                          fmt::format("{}", step.time.count),
                          show(step.time.p50),
                          show(step.time.p95),
                          show(step.time.total)});
  }
  table.rows.resize(std::min(table.rows.size(), most_other_rows)); // the slowest, not all
  return table;
}

std::uint64_t odd_times(const WindowStatistics& window) {
  const model::PhaseFigures& phases = window.phases;
  return window.all.duration.left_out + phases.queued.left_out + phases.set_up.left_out
         + phases.build.left_out + phases.tear_down.left_out;
}

} // namespace

std::vector<Table> run_statistics_tables(const RunStatistics& statistics) {
  std::vector<Table> tables{windows_table(statistics)};
  std::uint64_t told = 0;
  for (const WindowStatistics& window : statistics.windows) {
    if (window.all.count > told) { // a longer window without more runs says the same again
      tables.push_back(groups_table(window, statistics.by));
      told = window.all.count;
    }
  }
  if (!statistics.windows.empty()) {
    const WindowStatistics& longest = statistics.windows.back();
    tables.push_back(flaky_table(longest));
    tables.push_back(phases_table(longest));
    tables.push_back(
        steps_table(longest.slowest_by_p50, fmt::format("slowest steps, {}", longest.name)));
    tables.push_back(steps_table(longest.slowest_by_total,
                                 fmt::format("steps that cost most in all, {}", longest.name)));
  }
  std::erase_if(tables, [](const Table& table) { return table.rows.empty(); });
  return tables;
}

std::string run_statistics_headline(const RunStatistics& statistics) {
  for (const WindowStatistics& window : statistics.windows) {
    const model::OutcomeCounts& outcomes = window.all.outcomes;
    if (window.all.count > 0) {
      return fmt::format(
          "{} of {} runs failed in the last {}", outcomes.failed, window.all.count, window.name);
    }
  }
  return statistics.windows.empty()
             ? "no runs"
             : fmt::format("no runs are known of the last {}", statistics.windows.back().name);
}

std::vector<std::string> run_statistics_remarks(const RunStatistics& statistics) {
  if (statistics.windows.empty() || statistics.windows.back().all.count == 0) {
    return {"`tidegate history sync` fetches the runs from GitHub"};
  }
  const WindowStatistics& longest = statistics.windows.back();
  std::vector<std::string> remarks;
  if (longest.runs_without_jobs > 0) {
    remarks.push_back(fmt::format("the jobs of {} runs are not known, so they have no times: "
                                  "`tidegate history sync` fetches them",
                                  longest.runs_without_jobs));
  }
  if (!statistics.missing_spans.empty()) {
    const auto& [first, last] = statistics.missing_spans.front();
    remarks.push_back(
        fmt::format("not complete: the runs of {} of time are not known, the newest from {} to {}: "
                    "`tidegate history "
                    "sync` goes on there",
                    util::counted(static_cast<int>(statistics.missing_spans.size()), "span"),
                    util::to_rfc3339(first),
                    last ? util::to_rfc3339(*last) : "now"));
  }
  if (const std::uint64_t odd = odd_times(longest); odd > 0) {
    remarks.push_back(fmt::format("{} times were left out, since they end before they begin", odd));
  }
  return remarks;
}

} // namespace tidegate::report
