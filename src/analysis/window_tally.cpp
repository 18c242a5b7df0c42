// SPDX-License-Identifier: Apache-2.0
#include "analysis/window_tally.hpp"

#include <algorithm>
#include <tuple>

namespace tidegate::analysis {
namespace {

using model::FlakyJob;
using model::GroupFigures;
using model::Grouping;
using model::StepFigures;

// Looks up before it makes a string of its own.
template<typename Map>
auto& entry(Map& map, std::string_view key) {
  const auto place = map.find(key);
  return place != map.end() ? place->second : map.try_emplace(std::string(key)).first->second;
}

std::string_view group_of(const model::WorkflowRun& run, Grouping by) {
  switch (by) {
  case Grouping::branch:
    return run.branch;
  case Grouping::event:
    return run.event;
  default:
    return workflow_of(run);
  }
}

// The first `most` of `all` in this order, and how many there are more.
template<typename Value, typename Before>
std::uint64_t keep_first(std::vector<Value>& all, std::size_t most, Before before) {
  std::ranges::sort(all, before);
  const std::size_t left_out = all.size() - std::min(all.size(), most);
  all.erase(all.end() - static_cast<std::ptrdiff_t>(left_out), all.end());
  return left_out;
}

std::vector<StepFigures> slowest(const std::vector<StepFigures>& steps,
                                 const std::optional<Seconds> model::SpanFigures::* figure) {
  std::vector<StepFigures> first(std::min(steps.size(), model::most_slow_steps));
  std::ranges::partial_sort_copy(
      steps, first, [figure](const StepFigures& a, const StepFigures& b) {
        const auto names = [](const StepFigures& step) {
          return std::tie(step.workflow, step.job, step.step);
        };
        return a.time.*figure != b.time.*figure ? a.time.*figure > b.time.*figure
                                                : names(a) < names(b);
      });
  std::erase_if(first, [](const StepFigures& step) { return step.time.count == 0; });
  return first;
}

} // namespace

std::string_view workflow_of(const model::WorkflowRun& run) {
  return run.name.empty() ? run.path : run.name;
}

void WindowTally::add(const RunFacts& facts) {
  const model::WorkflowRun& run = facts.record->run;
  all_.add_run(facts);
  if (facts.jobs.empty() && !facts.record->jobs_known && facts.outcome != RunOutcome::unfinished) {
    ++runs_without_jobs_;
  }
  if (by_ != Grouping::job) {
    entry(groups_, group_of(run, by_)).add_run(facts);
  }
  auto& jobs = entry(jobs_, workflow_of(run));
  for (const JobHistory& job : facts.jobs) {
    entry(jobs, job.name).add(job, run);
    phases_.add(job);
  }
}

void WindowTally::each_job(const Visit& visit) const {
  for (const auto& [workflow, jobs] : jobs_) {
    for (const auto& [name, tally] : jobs) {
      visit(workflow, name, tally);
    }
  }
}

void WindowTally::fill_groups(model::WindowStatistics& window) const {
  for (const auto& [name, tally] : groups_) {
    window.groups.push_back({.workflow = {}, .name = name, .figures = tally.figures()});
  }
  if (by_ == Grouping::job) {
    each_job([&](const auto& workflow, const auto& name, const JobTally& tally) {
      window.groups.push_back(
          {.workflow = workflow, .name = name, .figures = tally.figures().figures()});
    });
  }
  window.groups_left_out = keep_first(
      window.groups, model::most_groups, [](const GroupFigures& a, const GroupFigures& b) {
        return a.figures.count != b.figures.count
                   ? a.figures.count > b.figures.count
                   : std::tie(a.workflow, a.name) < std::tie(b.workflow, b.name);
      });
}

void WindowTally::fill_flaky_jobs(model::WindowStatistics& window) const {
  each_job([&](const auto& workflow, const auto& name, const JobTally& tally) {
    if (auto flaky = tally.flaky()) {
      flaky->workflow = workflow;
      flaky->job = name;
      window.flaky_jobs.push_back(std::move(*flaky));
    }
  });
  window.flaky_jobs_left_out = keep_first(
      window.flaky_jobs, model::most_flaky_jobs, [](const FlakyJob& a, const FlakyJob& b) {
        return a.flaky_runs != b.flaky_runs
                   ? a.flaky_runs > b.flaky_runs
                   : std::tie(a.workflow, a.job) < std::tie(b.workflow, b.job);
      });
}

void WindowTally::fill_steps(model::WindowStatistics& window) const {
  std::vector<StepFigures> all;
  each_job([&](const auto& workflow, const auto& name, const JobTally& tally) {
    for (StepFigures& step : tally.steps()) {
      step.workflow = workflow;
      step.job = name;
      all.push_back(std::move(step));
    }
  });
  window.steps = all.size();
  window.slowest_by_p50 = slowest(all, &model::SpanFigures::p50);
  window.slowest_by_total = slowest(all, &model::SpanFigures::total);
}

model::WindowStatistics WindowTally::statistics() const {
  model::WindowStatistics window;
  window.all = all_.figures();
  window.runs_without_jobs = runs_without_jobs_;
  window.phases = phases_.figures();
  fill_groups(window);
  fill_flaky_jobs(window);
  fill_steps(window);
  return window;
}

} // namespace tidegate::analysis
