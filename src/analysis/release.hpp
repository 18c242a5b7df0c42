// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/past_run.hpp"
#include "model/policy.hpp"
#include "model/release.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// All that a release is judged by.
struct ReleaseEvidence {
  std::string commit; // empty: the newest build of each thing
  std::string repository;
  std::string branch; // empty: not known
  Time now{};
  std::vector<model::ReleaseBuild> builds{};           // judged under release_policy()
  std::vector<model::ReleaseBuild> newest_of_series{}; // newest first, ditto: each holds the newest
                                                       // value of a series of the branch
  bool all_series{true};
  model::RunPast past{};
  std::string own_workflow{}; // whose run asks; empty: none
  int last{10};               // so many runs are looked at
};

// The health score of a release is that of all that is known, and judged once: not for each build.
model::Policy release_policy(model::Policy policy);

// Four gates, each of which can close:
//  - builds: every verdict about the builds; one that failed cannot be let through.
//  - regressions: those that are open in the newest value of any series. What only warns is told.
//  - health: at least the policy's min-health, or more than 85 where it names none.
//  - runs: of the last `last` runs that passed or failed, four fifths have to have passed; and the
//    verdicts of run_verdicts(). Runs of the workflow that asks are passed over where there are
//    others: a gate that closed must not close the next one.
// What is not known is inconclusive, or fails where the policy says so (on-inconclusive); a policy
// that only warns makes a warning of each failure.
model::Release judge_release(ReleaseEvidence evidence, const model::Policy& policy);

// For people: "ghcr.io/o/app (ci / image, arm64)".
std::string thing_name(const model::Build& build);

} // namespace tidegate::analysis
