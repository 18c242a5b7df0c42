// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/events/event_remote.hpp"
#include "model/event_reports.hpp"
#include "model/policy.hpp"
#include "ports/ports.hpp"
#include "util/time.hpp"

namespace tidegate::commands {

enum class Via { git, api };

struct PublishOptions {
  EventRemote remote{};
  bool push{true};       // false: only into the spool, and nobody is asked for anything
  Via via{Via::git};     // api: the commit is made, and signed, by GitHub
  Seconds patience{120}; // for other writers; what they keep us from stays in the spool
};

// Puts what the event log has beyond the last time into the spool, and the spool onto the branch.
// Several may do it at once, for one log and for one branch. Whenever it is killed, no event is
// lost or twice. What went wrong is in the report.
model::PublishReport
publish_events(const model::Settings& settings, const PublishOptions& options, ports::Ports ports);

// What is in the spool now, and nothing else.
model::PublishReport pending_events(const model::Settings& settings);

struct FetchOptions {
  EventRemote remote{};
  Seconds since{90.0 * 24 * 3600}; // back from now, whole days
};

// Brings the segments of that time to the folder `branch` beside the log, where the ledger reads
// them. What is there already is not asked for again. What went wrong is in the report.
model::FetchReport
fetch_events(const model::Settings& settings, const FetchOptions& options, ports::Ports ports);

struct CompactOptions {
  EventRemote remote{};
  Seconds older_than{30.0 * 24 * 3600}; // whole days, today never
  Seconds patience{120};
};

// Merges the segments of each day that is old enough, in one commit or a few. What went wrong is in
// the report; the branch is then as it was, or as another one made it.
model::CompactReport
compact_events(const model::Settings& settings, const CompactOptions& options, ports::Ports ports);

} // namespace tidegate::commands
