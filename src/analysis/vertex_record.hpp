// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"
#include "util/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

struct Interval {
  Time from;
  Time to; // not before `from`, whatever the clock did

  bool operator==(const Interval&) const = default;
};

// Overlapping intervals become one; the result is in order of time.
std::vector<Interval> merged(std::vector<Interval> intervals);
Seconds length_of(const std::vector<Interval>& merged_intervals);

// All reports about one vertex. The moment of its start names a run of it: BuildKit reports every
// run twice (started; started and completed), may repeat itself, and runs a vertex again to fetch
// layers. The order of the reports makes no difference.
class VertexRecord {
public:
  void apply(const model::Vertex& report);

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] bool has_inputs() const { return !inputs_.empty(); }

  // Digests of the vertices whose results it needs, in the order of their first mention.
  [[nodiscard]] const std::vector<std::string>& inputs() const { return inputs_; }

  [[nodiscard]] bool started() const { return begun_ || !runs_.empty(); }

  // Of a source that says lengths and no moments: the sum of what it said.
  [[nodiscard]] std::optional<Seconds> took() const { return took_; }

  // A source (no inputs) is asked for its cache key first, which BuildKit reports as a run that was
  // not cached. Every other vertex begins with the run that decides: loaded from the cache or
  // executed; runs after a load only fetch and unpack its layers. A load that failed is none.
  [[nodiscard]] bool cached() const;
  // Of the last run; empty where that one went well.
  [[nodiscard]] std::string error() const;
  // A run without an end is over when the next one starts, the last one at `end_of_build`.
  [[nodiscard]] std::vector<Interval> intervals(Time end_of_build) const;
  // False where the last run has no end: the build was killed.
  [[nodiscard]] bool completed() const;

private:
  struct Run {
    std::optional<Time> completed;
    bool cached{false};
    std::string error;
  };

  std::string name_;
  void apply_without_clock(const model::Vertex& report);

  std::vector<std::string> inputs_;
  bool cached_without_run_{false};
  bool begun_{false};
  std::optional<Seconds> took_;
  std::string error_without_run_;
  std::map<Time, Run> runs_;
};

// BuildKit stops all other vertices when one fails; they tell it as an error too.
bool is_cancellation(std::string_view error);

} // namespace tidegate::analysis
