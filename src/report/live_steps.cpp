// SPDX-License-Identifier: Apache-2.0
#include "report/live_steps.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

template<typename T>
bool assign(T& target, const T& value) {
  const bool changed = !(target == value);
  if (changed) {
    target = value;
  }
  return changed;
}

} // namespace

void LiveSteps::apply(const model::Progress& progress, const LogSink& on_log) {
  for (const auto& vertex : progress.vertexes) {
    apply_vertex(vertex);
  }
  for (const auto& status : progress.statuses) {
    apply_status(status);
  }
  for (const auto& warning : progress.warnings) {
    LiveStep& step = step_of(warning.vertex);
    step.warnings.push_back(safe_line(warning.text, redactor_));
    mark(step);
  }
  for (const auto& log : progress.logs) {
    apply_log(log, on_log);
  }
}

void LiveSteps::advance(Seconds elapsed) {
  if (newest_ == Time{}) {
    return;
  }
  // What BuildKit told happened before now, so this never runs ahead of its clock.
  const auto passed = std::chrono::duration_cast<Time::duration>(elapsed);
  build_began_ = std::max(build_began_, newest_ - passed);
  now_ = std::max(now_, build_began_ + passed);
}

void LiveSteps::saw(const std::optional<Time>& time) {
  newest_ = std::max(newest_, time.value_or(newest_));
  now_ = std::max(now_, newest_);
}

void LiveSteps::mark(LiveStep& step) const {
  step.busy_since = step.updates == 0 ? now_ : step.busy_since;
  ++step.updates;
  step.changed = true;
}

// A message about a vertex whose own line was lost still shows.
LiveStep& LiveSteps::step_of(const std::string& digest) {
  const auto [place, is_new] = by_digest_.try_emplace(digest, steps_.size());
  if (is_new) {
    LiveStep& step = steps_.emplace_back();
    step.number = place->second;
    step.name = "(step without a name)";
  }
  return steps_[place->second];
}

void LiveSteps::apply_vertex(const model::Vertex& vertex) {
  LiveStep& step = step_of(vertex.digest);
  bool changed = !vertex.name.empty() && assign(step.name, safe_line(vertex.name, redactor_));
  if (!vertex.started) {
    return;
  }
  saw(vertex.started);
  saw(vertex.completed);
  const bool was_started = step.time.started();
  const bool was_completed = step.time.completed();
  const Seconds before = step.time.total(now_);
  step.time.report(*vertex.started, vertex.completed);
  changed = changed || !was_started || was_completed != step.time.completed()
            || before != step.time.total(now_);
  changed = assign(step.cached, step.cached || vertex.cached) || changed;
  if (!vertex.error.empty() || (vertex.completed && step.time.last_start() == *vertex.started)) {
    changed = assign(step.error, safe_line(vertex.error, redactor_)) || changed;
  }
  if (changed) {
    mark(step);
  }
}

void LiveSteps::apply_status(const model::VertexStatus& status) {
  LiveStep& step = step_of(status.vertex);
  saw(status.started);
  saw(status.completed);
  const auto [place, is_new] = step.status_by_id_.try_emplace(status.id, step.statuses.size());
  if (is_new) {
    step.statuses.emplace_back().id = safe_line(status.id, redactor_);
  }
  LiveStatus& known = step.statuses[place->second];
  known.current = std::max(known.current, status.current);
  known.total = std::max(known.total, status.total);
  known.started = status.started ? status.started : known.started;
  known.completed = status.completed ? status.completed : known.completed;
  known.fresh = true;
  mark(step);
}

void LiveSteps::apply_log(const model::VertexLog& log, const LogSink& on_log) {
  LiveStep& step = step_of(log.vertex);
  saw(log.timestamp);
  const Seconds at = step.time.started()
                         ? seconds_between(step.time.last_start(), log.timestamp.value_or(now_))
                         : Seconds{0};
  step.log.feed(log.data, redactor_, [&](std::string_view line) { on_log(step, at, line); });
  mark(step);
}

std::string progress_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> units{"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) {
    return fmt::format("{}B", bytes);
  }
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.2f}{}", value, units.at(unit));
}

std::string progress_amount(const LiveStatus& status) {
  if (status.total != 0) {
    return fmt::format(" {} / {}", progress_bytes(status.current), progress_bytes(status.total));
  }
  return status.current == 0 ? std::string{} : " " + progress_bytes(status.current);
}

} // namespace tidegate::report
