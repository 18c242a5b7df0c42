// SPDX-License-Identifier: Apache-2.0
#include "analysis/gate.hpp"

#include "analysis/budget.hpp"
#include "analysis/rule.hpp"
#include "analysis/sigma.hpp"

#include <array>
#include <utility>

namespace tidegate::analysis {
namespace {

// In the order in which the verdicts are shown.
constexpr std::array<Rule, 4> rules{max_build_time, max_image_size, min_cache_hit_ratio, sigma};

} // namespace

std::vector<model::Verdict>
judge(const model::Build& build, const model::History& history, const model::Policy& policy) {
  std::vector<model::Verdict> verdicts;
  if (build.outcome != model::Outcome::success) {
    return verdicts;
  }
  for (const Rule rule : rules) {
    auto verdict = rule({.build = build, .history = history, .policy = policy});
    if (!verdict) {
      continue;
    }
    if (verdict->status == model::Status::fail && policy.on_fail == model::OnFail::warn) {
      verdict->status = model::Status::warn;
    }
    verdicts.push_back(std::move(*verdict));
  }
  return verdicts;
}

} // namespace tidegate::analysis
