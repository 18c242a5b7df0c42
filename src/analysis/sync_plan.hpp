// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sync.hpp"
#include "util/time.hpp"

#include <optional>
#include <vector>

namespace tidegate::analysis {

// Into which spans of time a repository's past is divided. Each is asked for by the same URL every
// time, so they are chosen once, from the times that the server tells.

// Re-runs are possible for thirty days (docs.github.com, "Re-running workflows and jobs").
inline constexpr Seconds may_change_for{30.0 * 86400};

// What no window covers, from `since` to the window without an end, newest first. Without such a
// window: nothing, since it has to be listed first.
std::vector<model::TimeSpan> gaps(std::vector<model::SyncWindow> windows, Time since);

// The last second of what may be listed as a window with an end, so that the growing one stays
// small: runs of the newest ten minutes are left to it, since they may be listed late. Where there
// are only such and `must` is set, all but those of the newest second. nullopt: none.
std::optional<Time> closing_second(Time first, Time newest, bool must);

// The first second of the newer piece of a span that holds `total` runs, more than one list can
// show: as long as holds four fifths of a list where runs are spread evenly, and at least
// `at_least` long. nullopt: the span is a single second.
std::optional<Time> cut(const model::TimeSpan& span, int total, Seconds at_least);

// The length of a span with an end, of the seconds in it.
Seconds length(const model::TimeSpan& span);

} // namespace tidegate::analysis
