// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync_plan.hpp"

#include <algorithm>
#include <chrono>

namespace tidegate::analysis {
namespace {

using std::chrono::seconds;

constexpr seconds one{1};
constexpr seconds settling = std::chrono::minutes(10);
constexpr int well_filled = 800; // of the thousand that a list can show

} // namespace

std::vector<model::TimeSpan> gaps(std::vector<model::SyncWindow> windows, Time since) {
  std::ranges::sort(windows, [](const auto& one_window, const auto& other) {
    return one_window.span.first > other.span.first;
  });
  const auto open = std::ranges::find_if(
      windows, [](const model::SyncWindow& window) { return !window.span.last; });
  std::vector<model::TimeSpan> found;
  if (open == windows.end()) {
    return found;
  }
  Time covered = open->span.first; // from here on
  for (const auto& [span, runs] : windows) {
    if (!span.last) {
      continue;
    }
    if (*span.last < since) {
      break;
    }
    if (*span.last + one < covered) {
      found.push_back({.first = *span.last + one, .last = covered - one});
    }
    covered = std::min(covered, span.first);
  }
  if (covered > since) {
    found.push_back({.first = since, .last = covered - one});
  }
  return found;
}

std::optional<Time> closing_second(Time first, Time newest, bool must) {
  const Time settled = newest - settling;
  if (settled >= first) {
    return settled;
  }
  return must && newest - one >= first ? std::optional(newest - one) : std::nullopt;
}

Seconds length(const model::TimeSpan& span) {
  return span.last ? Seconds(*span.last - span.first) + one : Seconds{0};
}

std::optional<Time> cut(const model::TimeSpan& span, int total, Seconds at_least) {
  const auto whole = static_cast<std::int64_t>(length(span).count());
  if (!span.last || whole < 2) {
    return std::nullopt;
  }
  const auto parts = std::max(2, (total + well_filled - 1) / well_filled);
  const auto wanted = std::max(whole / parts, static_cast<std::int64_t>(at_least.count()));
  return *span.last + one - seconds(std::clamp<std::int64_t>(wanted, 1, whole - 1));
}

} // namespace tidegate::analysis
