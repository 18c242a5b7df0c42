// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::model {

// In order of gravity: the verdict of several is the gravest.
enum class Status { pass, learning, inconclusive, warn, fail };

enum class Unit { seconds, bytes, ratio, points };

// The build that an open regression began with.
struct RegressionOrigin {
  std::string event_id{};
  std::string sha{};
  Time at{};
  int builds_ago{0}; // of the series

  bool operator==(const RegressionOrigin&) const = default;
};

// One judgement with its evidence.
struct Verdict {
  std::string metric; // "build-time", "image-size", "stage-time build": model/metric.hpp
  std::string rule;   // "max-build-time", "prediction", "sigma", ...
  Status status{Status::pass};
  std::optional<double> measured; // in `unit`
  std::optional<double> limit;    // in `unit`
  Unit unit{Unit::seconds};
  int samples{0};        // that the limit rests upon; 0 for a budget
  int samples_wanted{0}; // below this many: learning
  std::string reason;    // one sentence for people
  // Of the rule "prediction" alone:
  std::string situation{};                  // that its samples share with the build
  std::optional<SeriesEvidence> evidence{}; // the arithmetic
  std::optional<RegressionOrigin> since{};  // while a regression is open
  bool measure_again{false};                // a second measurement could change or settle it
  std::string news{}; // beside the status: "faster for good", "creeping", "fixed"; empty: none

  bool operator==(const Verdict&) const = default;
};

std::string_view to_text(Status status);
std::string_view to_text(Unit unit);
std::optional<Status> parse_status(std::string_view text);
std::optional<Unit> parse_unit(std::string_view text);

// Without the arithmetic of what is as usual or still learning, and of a stage or step without the
// reason too: for the log, whose size counts and from which the gate can judge again at any time.
std::vector<Verdict> abridged(std::vector<Verdict> verdicts);

// The one that speaks for all: the first of the gravest. That a part of the build (a stage, a step,
// the cache) is learning does not outweigh what is known of the whole. nullptr where there are
// none.
const Verdict* gravest_verdict(const std::vector<Verdict>& verdicts);
// Its status; pass where there are none.
Status gravest(const std::vector<Verdict>& verdicts);

} // namespace tidegate::model
