// SPDX-License-Identifier: Apache-2.0
#include "analysis/run_verdicts.hpp"

#include "analysis/metric_rules.hpp"
#include "analysis/past_runs.hpp"
#include "analysis/prediction.hpp"
#include "analysis/success_rate.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::MetricKind;
using model::OnFail;
using model::PastRun;
using model::Status;
using model::Verdict;

constexpr int newest_runs = 20;
constexpr int most_before = 100;
constexpr int least_before = 20;
constexpr double least_chance = 0.002;

struct Groups {
  RunCounts newest;
  RunCounts before;
};

Groups groups_of(const std::vector<PastRun>& runs, const std::string& workflow) {
  Groups groups;
  for (const PastRun& run : runs) { // newest first
    if (run.workflow != workflow || !run.decided) {
      continue;
    }
    RunCounts& group = groups.newest.all() < newest_runs ? groups.newest : groups.before;
    if (group.all() < most_before) {
      ++(run.passed ? group.passed : group.failed);
    }
  }
  return groups;
}

std::string told(const std::string& workflow, const Groups& groups) {
  constexpr std::size_t longest_name = 80;
  return fmt::format("{} of the last {} runs of {} succeeded, {} of the {} before",
                     groups.newest.passed,
                     groups.newest.all(),
                     util::shorten(util::to_printable(workflow), longest_name),
                     groups.before.passed,
                     groups.before.all());
}

Verdict judge_rate(const Groups& groups,
                   const model::Metric& metric,
                   const MetricRule& rule,
                   int together) {
  Verdict verdict;
  verdict.metric = model::to_text(metric);
  verdict.rule = "fisher";
  verdict.unit = model::unit_of(metric.kind);
  verdict.samples = groups.before.all();
  verdict.samples_wanted = least_before;
  verdict.reason = told(metric.part, groups);
  if (groups.newest.all() > 0) {
    verdict.measured = static_cast<double>(groups.newest.passed) / groups.newest.all();
  }
  if (groups.before.all() < least_before) {
    verdict.status = Status::learning;
    verdict.reason += fmt::format("; learning until there are {}", least_before);
    return verdict;
  }
  verdict.limit = lowest_usual_rate(
      groups.newest.all(), groups.before, least_chance / together, rule.rule.floor_absolute);
  if (verdict.limit && *verdict.measured < *verdict.limit) {
    verdict.status = rule.on_fail == OnFail::fail ? Status::fail : Status::warn;
    verdict.reason += fmt::format("; by chance alone that happens in {:.2g} of 1,000 cases",
                                  1000 * chance_of_as_many_failures(groups.newest, groups.before));
  }
  return verdict;
}

std::optional<Verdict> judge_newest(const std::vector<PastRun>& runs,
                                    const model::Metric& metric,
                                    const MetricRule& rule) {
  model::MetricPast past = run_series(runs, metric);
  if (past.points.empty()) {
    return std::nullopt;
  }
  const model::MetricPoint newest = std::move(past.points.back());
  past.points.pop_back();
  Verdict verdict =
      judge_value({.measured = {.metric = metric, .situation = {}, .value = newest.value},
                   .host = {},
                   .again = {},
                   .at = newest.at},
                  past,
                  rule);
  if (verdict.since && verdict.since->builds_ago == 0) {
    verdict.since->event_id = newest.event_id;
    verdict.since->sha = newest.sha;
    verdict.since->at = newest.at;
  }
  verdict.measure_again = false; // a run of the past cannot be
  return verdict;
}

std::optional<Verdict> judge_workflow(const std::vector<PastRun>& runs,
                                      const model::Metric& metric,
                                      const MetricRule& rule,
                                      int together) {
  if (metric.kind != MetricKind::ci_success_rate) {
    return judge_newest(runs, metric, rule);
  }
  const Groups groups = groups_of(runs, metric.part);
  return groups.newest.all() > 0 ? std::optional(judge_rate(groups, metric, rule, together))
                                 : std::nullopt;
}

std::vector<Verdict> judge_workflows(const std::vector<PastRun>& runs,
                                     const std::vector<std::string>& workflows,
                                     MetricKind kind,
                                     const MetricRule& rule) {
  const int together = static_cast<int>(workflows.size());
  std::vector<Verdict> verdicts;
  for (const std::string& workflow : workflows) {
    if (auto verdict = judge_workflow(runs, {.kind = kind, .part = workflow}, rule, together)) {
      verdicts.push_back(std::move(*verdict));
    }
  }
  return verdicts;
}

} // namespace

std::vector<Verdict> run_verdicts(const std::vector<PastRun>& runs, const model::Policy& policy) {
  std::vector<Verdict> verdicts;
  if (policy.mode != model::GateMode::prediction) {
    return verdicts;
  }
  const auto workflows = workflows_of(runs);
  const int together = std::max(1, static_cast<int>(workflows.size()));
  for (const MetricKind kind :
       {MetricKind::ci_duration, MetricKind::ci_queue, MetricKind::ci_success_rate}) {
    const MetricRule rule = metric_rule(policy, kind, together);
    if (rule.judged) {
      std::ranges::move(judge_workflows(runs, workflows, kind, rule), std::back_inserter(verdicts));
    }
  }
  return verdicts;
}

} // namespace tidegate::analysis
