// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_verdicts.hpp"

#include "analysis/metric_rules.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::MetricKind;
using model::OnFail;
using model::Status;
using model::Verdict;

Verdict start(const model::Metric& metric, Status status) {
  Verdict verdict;
  verdict.metric = model::to_text(metric);
  verdict.rule = "prediction";
  verdict.unit = model::unit_of(metric.kind);
  verdict.status = status;
  return verdict;
}

MetricFamilies families_of(const BuildPast& past, const model::Policy& policy) {
  MetricFamilies families;
  for (const auto& metric : past.metrics) {
    families.add(metric_rule(policy, metric.now.measured.metric.kind, 1));
  }
  return families;
}

Verdict judge_metric(const model::Build& build,
                     const MetricUnderJudgement& metric,
                     const MetricRule& rule) {
  NewValue now = metric.now;
  if (!now.at) {
    now.at = build.started;
  }
  Verdict verdict = judge_value(now, metric.past, rule);
  if (verdict.since && verdict.since->builds_ago == 0) {
    verdict.since->event_id = build.id;
    verdict.since->sha = build.run.sha;
    verdict.since->at = build.started.value_or(Time{});
  }
  return verdict;
}

Status inconclusive_in(const model::Policy& policy) {
  return policy.on_inconclusive == OnFail::fail ? Status::fail : Status::inconclusive;
}

Verdict without_past(const model::Metric& metric,
                     std::optional<double> measured,
                     const BuildPast& past,
                     const model::Policy& policy) {
  Verdict verdict = start(metric, inconclusive_in(policy));
  verdict.measured = measured;
  verdict.reason = "the history could not be read: " + past.history.problem;
  return verdict;
}

Verdict without_metrics(const model::Build& build, const model::Policy& policy) {
  Verdict verdict = start({.kind = MetricKind::build_time}, inconclusive_in(policy));
  if (build.rebuilt) {
    verdict.reason =
        "built again since the cache broke the first attempt: not compared with healthy builds";
  } else {
    verdict.reason = build.duration ? "nothing that the build measured can be compared"
                                    : "the time of the build was not measured";
  }
  return verdict;
}

// Steps and stages that were not executed, and a cache that was not used, have no times; nor has a
// build that was made twice.
bool may_be_missed(MetricKind kind, const model::Build& build) {
  switch (kind) {
  case MetricKind::build_time:
    return !build.rebuilt;
  case MetricKind::image_size:
  case MetricKind::cache_hit_ratio:
  case MetricKind::health_score:
    return true;
  default:
    return false;
  }
}

bool is_in(const model::Metric& metric, const std::vector<model::MetricValue>& values) {
  return std::ranges::find(values, metric, &model::MetricValue::metric) != values.end();
}

// Newly so: one that some of the earlier builds lack already is no news.
std::vector<Verdict>
vanished(const model::Build& build, const BuildPast& past, const model::Policy& policy) {
  std::vector<Verdict> verdicts;
  if (past.before.empty()) {
    return verdicts;
  }
  for (const auto& value : past.before.front()) {
    const auto rule = metric_rule(policy, value.metric.kind, 1);
    const bool is_here = std::ranges::any_of(past.metrics, [&](const MetricUnderJudgement& metric) {
      return metric.now.measured.metric == value.metric;
    });
    const bool was_always = std::ranges::all_of(
        past.before, [&](const auto& values) { return is_in(value.metric, values); });
    if (is_here || !was_always || !rule.judged || !may_be_missed(value.metric.kind, build)) {
      continue;
    }
    Verdict verdict =
        start(value.metric, rule.on_fail == OnFail::fail ? Status::warn : Status::pass);
    verdict.news = fmt::format("vanished: the {} before had it, and this build has not",
                               past.before.size() == 1
                                   ? "build"
                                   : util::counted(static_cast<int>(past.before.size()), "build"));
    verdict.reason = fmt::format("{} {}", verdict.metric, verdict.news);
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

} // namespace

std::vector<Verdict>
metric_verdicts(const model::Build& build, const BuildPast& past, const model::Policy& policy) {
  std::vector<Verdict> verdicts;
  const MetricFamilies families = families_of(past, policy);
  for (const auto& metric : past.metrics) {
    const auto& measured = metric.now.measured;
    const MetricRule rule = metric_rule(policy, measured.metric.kind, 1);
    if (!rule.judged) {
      continue;
    }
    verdicts.push_back(
        past.history.available
            ? judge_metric(
                  build, metric, metric_rule(policy, measured.metric.kind, families.together(rule)))
            : without_past(measured.metric, measured.value, past, policy));
  }
  if (past.metrics.empty()) {
    verdicts.push_back(past.history.available ? without_metrics(build, policy)
                                              : without_past({}, std::nullopt, past, policy));
  }
  std::ranges::move(vanished(build, past, policy), std::back_inserter(verdicts));
  return verdicts;
}

} // namespace tidegate::analysis
