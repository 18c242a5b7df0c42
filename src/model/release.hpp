// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/verdict.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What `tidegate gate --release` judges at once, and what it came to. Made by analysis/release.hpp.
namespace tidegate::model {

// One gate of a release. Its reasons say why it is closed or not known, else what it rests upon.
struct ReleaseGate {
  std::string name; // "builds", "regressions", "health", "runs"
  Status status{Status::pass};
  std::vector<std::string> reasons{};

  bool operator==(const ReleaseGate&) const = default;
};

struct ReleaseBuild {
  Build build;
  std::vector<Verdict> verdicts;
};

// A regression that nobody fixed or accepted, in the newest build of its series.
struct OpenRegression {
  std::string thing; // for people: image, workflow, job, leg, ...
  std::string build_id;
  Verdict verdict;
};

// One indicator of the health score, and how many of the 100 points it cost.
struct HealthPart {
  std::string dimension;
  std::string name;
  double value{0};
  double target{0};
  bool at_least{false}; // the target, else at most
  double points{0};     // of 100, of this indicator alone
  double lost{0};       // of the score, after the weights were rescaled to what is known

  bool operator==(const HealthPart&) const = default;
};

struct ReleaseHealth {
  std::optional<double> score{}; // nothing where nothing was measured
  double limit{0};
  bool above{false};                  // more than the limit is wanted, else as much
  std::vector<HealthPart> parts{};    // what was measured
  std::vector<std::string> missing{}; // "reliability: deployment success", ...

  bool operator==(const ReleaseHealth&) const = default;
};

// The last runs of the branch.
struct ReleaseRuns {
  bool known{false};     // somebody fetched runs of this branch
  std::string problem{}; // why they could not be read
  int wanted{0};         // so many of them are looked at
  int needed{0};         // so many of them have to have succeeded
  int counted{0};        // that were found, and passed or failed
  int succeeded{0};
  std::optional<Time> newest{};          // creation of the newest that was counted
  int left_out{0};                       // that were passed over: cancelled, skipped, ...
  int own{0};                            // ditto: of the workflow that asks
  std::optional<Seconds> queue_median{}; // of those that were counted; told, not judged

  bool operator==(const ReleaseRuns&) const = default;
};

struct Release {
  std::string commit; // as it was asked for; empty: the newest build of each thing
  std::string repository;
  std::string branch; // empty: not known
  Time now{};
  std::vector<ReleaseBuild> builds{};
  std::vector<OpenRegression> regressions{};
  bool all_regressions{true}; // false: more series than were looked at
  ReleaseHealth health{};
  ReleaseRuns runs{};
  std::vector<Verdict> run_verdicts{}; // of the metrics of the run history
  std::vector<ReleaseGate> gates{};
};

// The gravest of the gates.
Status gravest(const std::vector<ReleaseGate>& gates);

} // namespace tidegate::model
