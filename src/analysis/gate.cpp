// SPDX-License-Identifier: Apache-2.0
#include "analysis/gate.hpp"

#include "analysis/budget.hpp"
#include "analysis/health.hpp"
#include "analysis/metric_verdicts.hpp"
#include "analysis/rule.hpp"
#include "analysis/sigma.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tidegate::analysis {
namespace {

// In the order in which the verdicts are shown.
constexpr std::array<Rule, 5> rules{
    max_build_time, max_image_size, min_cache_hit_ratio, min_health, sigma};

// The score that is judged over time is also the one that the budget is about.
std::optional<double> health_of(const model::Build& build, const BuildPast& past) {
  const auto found = std::ranges::find_if(past.metrics, [](const MetricUnderJudgement& metric) {
    return metric.now.measured.metric.kind == model::MetricKind::health_score;
  });
  if (found != past.metrics.end()) {
    return found->now.measured.value;
  }
  const auto health = health_score(indicators_of(build));
  return health ? std::optional(health->score) : std::nullopt;
}

} // namespace

std::vector<model::Verdict>
judge(const model::Build& build, const BuildPast& past, const model::Policy& policy) {
  std::vector<model::Verdict> verdicts;
  if (build.outcome != model::Outcome::success) {
    return verdicts;
  }
  const Evidence evidence{
      .build = build, .history = past.history, .policy = policy, .health = health_of(build, past)};
  for (const Rule rule : rules) {
    if (auto verdict = rule(evidence)) {
      verdicts.push_back(std::move(*verdict));
    }
  }
  if (policy.mode == model::GateMode::prediction) {
    std::ranges::move(metric_verdicts(build, past, policy), std::back_inserter(verdicts));
  }
  for (auto& verdict : verdicts) {
    if (verdict.status == model::Status::fail && policy.on_fail == model::OnFail::warn) {
      verdict.status = model::Status::warn;
    }
  }
  return verdicts;
}

} // namespace tidegate::analysis
