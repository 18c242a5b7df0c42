// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"
#include "report/active_time.hpp"
#include "report/log_lines.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidegate::report {

// Part of a step: "transferring context:", a layer that is pulled.
struct LiveStatus {
  std::string id;
  std::uint64_t current{0};
  std::uint64_t total{0};
  std::optional<Time> started;
  std::optional<Time> completed;
  bool fresh{false}; // changed since a display reset it
};

// One vertex of a running build as a display needs it. All text is safe to show.
struct LiveStep {
  std::size_t number{0}; // in order of appearance, from 0
  std::string name;
  std::string error;
  bool cached{false};
  ActiveTime time;
  std::vector<LiveStatus> statuses;
  std::vector<std::string> warnings;
  LogLines log;
  bool changed{false}; // since a display reset it
  int updates{0};      // likewise: how busy it is,
  Time busy_since;     // and the first of them

  [[nodiscard]] bool canceled() const { return error.ends_with("context canceled"); }

  [[nodiscard]] bool failed() const { return !error.empty() && !canceled(); }

private:
  friend class LiveSteps;
  std::unordered_map<std::string, std::size_t> status_by_id_;
};

// Merges BuildKit's messages: repeats, late and early ones are normal.
class LiveSteps {
public:
  // A complete line of a step's log; `at`: since the step started.
  using LogSink = std::function<void(LiveStep& step, Seconds at, std::string_view line)>;

  explicit LiveSteps(const util::Redactor& redactor)
      : redactor_(redactor) {}

  void apply(const model::Progress& progress, const LogSink& on_log);
  // `elapsed`: of the whole build.
  void advance(Seconds elapsed);

  [[nodiscard]] std::deque<LiveStep>& all() { return steps_; }

  [[nodiscard]] const std::deque<LiveStep>& all() const { return steps_; }

  // BuildKit's clock: the newest time that it told, moved on by ours in between.
  [[nodiscard]] Time now() const { return now_; }

private:
  LiveStep& step_of(const std::string& digest);
  void apply_vertex(const model::Vertex& vertex);
  void apply_status(const model::VertexStatus& status);
  void apply_log(const model::VertexLog& log, const LogSink& on_log);
  void saw(const std::optional<Time>& time);
  void mark(LiveStep& step) const;

  const util::Redactor& redactor_;
  std::deque<LiveStep> steps_;
  std::unordered_map<std::string, std::size_t> by_digest_;
  Time now_;
  Time newest_;      // that a message told
  Time build_began_; // at the latest, by BuildKit's clock
};

// As BuildKit shows them: "512B", "1.38kB", "29.13MB".
std::string progress_bytes(std::uint64_t bytes);
// " 1.05MB / 29.13MB", " 2B", or nothing.
std::string progress_amount(const LiveStatus& status);

} // namespace tidegate::report
