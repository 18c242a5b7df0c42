// SPDX-License-Identifier: Apache-2.0
#include "analysis/release.hpp"

#include "analysis/health.hpp"
#include "analysis/release_runs.hpp"
#include "analysis/run_verdicts.hpp"
#include "model/history.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::OnFail;
using model::ReleaseBuild;
using model::ReleaseGate;
using model::Status;
using model::Verdict;

constexpr double healthy = 85; // more than that
constexpr std::size_t longest_name = 200;

// Keeps the gravest, with the reasons of that gravity.
void add(ReleaseGate& gate, Status status, std::string reason) {
  if (status > gate.status) {
    gate.reasons.clear();
    gate.status = status;
  }
  if (status == gate.status) {
    gate.reasons.push_back(std::move(reason));
  }
}

std::string counted(std::size_t count, std::string_view thing) {
  return util::counted(static_cast<int>(count), thing);
}

// A stage or step that is learning does not outweigh what is known of the whole (verdict.hpp), but
// each that is worse has its reason told.
void add_build(ReleaseGate& gate, const ReleaseBuild& judged) {
  const std::string thing = thing_name(judged.build);
  if (judged.build.outcome != model::Outcome::success) {
    add(gate, Status::fail, thing + ": the build did not succeed");
    return;
  }
  const Status status = model::gravest(judged.verdicts);
  if (status < Status::inconclusive) {
    if (status == Status::learning) {
      const Verdict* const verdict = model::gravest_verdict(judged.verdicts);
      add(gate, status, thing + ": " + (verdict != nullptr ? verdict->reason : ""));
    }
    return;
  }
  for (const Verdict& verdict : judged.verdicts) {
    if (verdict.status == status) {
      add(gate, status, thing + ": " + verdict.reason);
    }
  }
}

ReleaseGate builds_gate(const std::vector<ReleaseBuild>& builds) {
  ReleaseGate gate{.name = "builds"};
  for (const ReleaseBuild& judged : builds) {
    add_build(gate, judged);
  }
  if (gate.reasons.empty()) {
    gate.reasons.push_back(counted(builds.size(), "build") + " within all limits");
  }
  return gate;
}

class OpenRegressions {
public:
  // Newest first: the first one that has a series tells how it is now.
  void add(const model::Build& build, const Verdict& verdict) {
    const std::string thing = thing_name(build);
    const bool is_newest = verdict.rule == "prediction"
                           && seen_.emplace(thing, verdict.metric, verdict.situation).second;
    if (is_newest && verdict.since && verdict.status >= Status::warn) {
      open_.push_back({.thing = thing, .build_id = build.id, .verdict = verdict});
    }
  }

  std::vector<model::OpenRegression> take() { return std::move(open_); }

private:
  std::vector<model::OpenRegression> open_;
  std::set<std::tuple<std::string, std::string, std::string>> seen_;
};

std::vector<model::OpenRegression> open_regressions(const std::vector<ReleaseBuild>& builds) {
  OpenRegressions open;
  for (const ReleaseBuild& judged : builds) {
    for (const Verdict& verdict : judged.verdicts) {
      open.add(judged.build, verdict);
    }
  }
  return open.take();
}

std::string told(const model::OpenRegression& regression) {
  const model::RegressionOrigin& since = *regression.verdict.since;
  constexpr std::size_t shown_digits = 12;
  return fmt::format("{}: {}; open since {}{}",
                     regression.thing,
                     regression.verdict.reason,
                     since.sha.empty() ? std::string("a build without a commit")
                                       : "commit " + since.sha.substr(0, shown_digits),
                     since.builds_ago > 0
                         ? fmt::format(", {} ago", util::counted(since.builds_ago, "build"))
                         : "");
}

ReleaseGate regressions_gate(const model::Release& release, const model::Policy& policy) {
  ReleaseGate gate{.name = "regressions"};
  for (const auto& regression : release.regressions) {
    add(gate, regression.verdict.status, told(regression));
  }
  if (!release.all_regressions) {
    add(gate, Status::inconclusive, "there are more series than are looked at");
  }
  if (policy.mode != model::GateMode::prediction) {
    gate.reasons.emplace_back("not judged: only the rule prediction (gate.mode) keeps them open");
  } else if (gate.reasons.empty()) {
    gate.reasons.emplace_back("none is open");
  }
  return gate;
}

// Of several builds the longest: that is what everybody waits for.
std::vector<Indicator> longest_build(const std::vector<ReleaseBuild>& builds) {
  std::vector<Indicator> longest;
  for (const ReleaseBuild& judged : builds) {
    auto own = indicators_of(judged.build);
    if (!own.empty() && (longest.empty() || own.front().value > longest.front().value)) {
      longest = std::move(own);
    }
  }
  return longest;
}

model::ReleaseHealth
health_of(const model::Release& release, const model::RunPast& past, const model::Policy& policy) {
  std::vector<Indicator> indicators = indicators_of(past.runs);
  std::ranges::move(longest_build(release.builds), std::back_inserter(indicators));
  const auto health = health_score(indicators);
  return {.score = health ? std::optional(health->score) : std::nullopt,
          .limit = policy.min_health.value_or(healthy),
          .above = !policy.min_health,
          .parts = health_parts(indicators),
          .missing = missing_indicators(indicators)};
}

ReleaseGate health_gate(const model::ReleaseHealth& health) {
  ReleaseGate gate{.name = "health"};
  if (!health.score) {
    add(gate, Status::inconclusive, "nothing that a health score is made of was measured");
    return gate;
  }
  const bool within = health.above ? *health.score > health.limit : *health.score >= health.limit;
  add(gate,
      within ? Status::pass : Status::fail,
      fmt::format("{:.1f} of 100, {} {:g} wanted",
                  *health.score,
                  health.above ? "more than" : "at least",
                  health.limit));
  for (const model::HealthPart& part : health.parts) {
    constexpr double shown_loss = 0.05;
    if (part.lost >= shown_loss) {
      gate.reasons.push_back(fmt::format("{:.1f} points lost by {}", part.lost, part.name));
    }
  }
  if (!health.missing.empty()) {
    gate.reasons.push_back("not measured, so the weights are those of the rest: "
                           + util::join(health.missing, ", "));
  }
  return gate;
}

void add_run_verdicts(ReleaseGate& gate, const std::vector<Verdict>& verdicts) {
  for (const Verdict& verdict : verdicts) {
    if (verdict.status >= Status::inconclusive) {
      add(gate, verdict.status, verdict.reason);
    }
  }
}

// A policy that only warns has no failure, and one that fails on what is not known no inconclusive.
void apply(const model::Policy& policy, ReleaseGate& gate) {
  if (gate.status == Status::inconclusive && policy.on_inconclusive == OnFail::fail) {
    gate.status = Status::fail;
  }
  if (gate.status == Status::fail && policy.on_fail == OnFail::warn) {
    gate.status = Status::warn;
  }
}

} // namespace

model::Policy release_policy(model::Policy policy) {
  policy.min_health.reset();
  return policy;
}

std::string thing_name(const model::Build& build) {
  const model::SeriesKey key = model::series_key(build);
  std::string name = key.image.empty() ? key.dockerfile : key.image;
  std::vector<std::string> places;
  for (const std::string* const part :
       {&key.workflow, &key.job, &key.leg, &key.target, &key.platform}) {
    if (!part->empty()) {
      places.push_back(*part);
    }
  }
  if (name.empty()) {
    name = "a build without a name";
  }
  if (!places.empty()) {
    name += " (" + util::join(places, ", ") + ")";
  }
  return util::shorten_apart(util::to_printable(name), longest_name);
}

model::Release judge_release(ReleaseEvidence evidence, const model::Policy& policy) {
  model::Release release;
  release.commit = std::move(evidence.commit);
  release.repository = std::move(evidence.repository);
  release.branch = std::move(evidence.branch);
  release.now = evidence.now;
  release.builds = std::move(evidence.builds);
  release.regressions = open_regressions(evidence.newest_of_series);
  release.all_regressions = evidence.all_series;
  release.health = health_of(release, evidence.past, policy);
  release.runs = last_runs(evidence.past, evidence.own_workflow, evidence.last);
  release.run_verdicts = run_verdicts(evidence.past.runs, policy);
  ReleaseGate runs = runs_gate(release.runs);
  add_run_verdicts(runs, release.run_verdicts);
  release.gates = {builds_gate(release.builds),
                   regressions_gate(release, policy),
                   health_gate(release.health),
                   std::move(runs)};
  for (ReleaseGate& gate : release.gates) {
    apply(policy, gate);
  }
  return release;
}

} // namespace tidegate::analysis
