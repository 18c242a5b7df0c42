// SPDX-License-Identifier: Apache-2.0
#include "analysis/vertex_record.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace tidegate::analysis {
namespace {

// Far beyond what BuildKit says; keeps a stream of nonsense from filling the memory.
constexpr std::size_t max_runs = 1000;
constexpr std::size_t max_text_bytes = 16384;
constexpr std::size_t max_inputs = 200;

// Cuts between words: half a secret would slip through the redactor, which knows whole ones.
std::string bounded(std::string_view text) {
  if (text.size() <= max_text_bytes) {
    return std::string(text);
  }
  const std::size_t blank = text.substr(0, max_text_bytes).find_last_of(" \n");
  return util::shorten(text, blank == std::string_view::npos ? max_text_bytes : blank);
}

} // namespace

std::vector<Interval> merged(std::vector<Interval> intervals) {
  std::ranges::sort(intervals, {}, &Interval::from);
  std::vector<Interval> result;
  for (const Interval& interval : intervals) {
    if (!result.empty() && interval.from <= result.back().to) {
      result.back().to = std::max(result.back().to, interval.to);
    } else {
      result.push_back(interval);
    }
  }
  return result;
}

Seconds length_of(const std::vector<Interval>& merged_intervals) {
  Seconds sum{0};
  for (const Interval& interval : merged_intervals) {
    sum += interval.to - interval.from;
  }
  return sum;
}

void VertexRecord::apply(const model::Vertex& report) {
  // The greater one, not the last one: the order must not matter.
  if (report.name.size() > name_.size()
      || (report.name.size() == name_.size() && report.name > name_)) {
    name_ = bounded(report.name);
  }
  for (const std::string& input : report.inputs) {
    if (inputs_.size() < max_inputs && std::ranges::find(inputs_, input) == inputs_.end()) {
      inputs_.push_back(input);
    }
  }
  if (!report.started) {
    apply_without_clock(report);
    return;
  }
  if (runs_.size() >= max_runs && !runs_.contains(*report.started)) {
    return;
  }
  Run& run = runs_[*report.started];
  run.completed = std::max(run.completed, report.completed);
  run.cached = run.cached || report.cached;
  if (report.completed) { // the report of a start still carries the error of the run before it
    run.error = std::max(run.error, bounded(report.error));
  }
}

void VertexRecord::apply_without_clock(const model::Vertex& report) {
  cached_without_run_ = cached_without_run_ || report.cached;
  begun_ = begun_ || report.begun;
  if (report.took) {
    took_ = took_.value_or(Seconds{0}) + *report.took;
  }
  error_without_run_ = std::max(error_without_run_, bounded(report.error));
}

bool VertexRecord::cached() const {
  const auto loaded = [](const auto& entry) {
    const Run& run = entry.second;
    return run.cached && (run.error.empty() || is_cancellation(run.error));
  };
  if (runs_.empty()) {
    return cached_without_run_;
  }
  return has_inputs() ? loaded(*runs_.begin()) : std::ranges::any_of(runs_, loaded);
}

std::string VertexRecord::error() const {
  return runs_.empty() ? error_without_run_ : runs_.rbegin()->second.error;
}

std::vector<Interval> VertexRecord::intervals(Time end_of_build) const {
  std::vector<Interval> result;
  for (auto run = runs_.begin(); run != runs_.end(); ++run) {
    const auto next = std::next(run);
    const Time limit = next == runs_.end() ? end_of_build : next->first;
    const Time end = run->second.completed.value_or(limit);
    result.push_back({run->first, std::max(run->first, end)});
  }
  return merged(std::move(result));
}

bool VertexRecord::completed() const {
  return runs_.empty() ? took_.has_value() || cached_without_run_
                       : runs_.rbegin()->second.completed.has_value();
}

bool is_cancellation(std::string_view error) {
  return util::trim(error).ends_with("context canceled");
}

} // namespace tidegate::analysis
