// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/history/sync_state.hpp"
#include "model/sync.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <optional>

namespace tidegate::commands {

struct Listing {
  int total{0};
  bool too_many{false};         // more than was wanted: nothing was listed
  std::optional<Time> newest{}; // the newest creation that was seen
};

// Lists the runs of one span of time, page after page, into the store. An answer and what it says
// are stored together, so a killed sync asks for nothing twice.
class RunListing {
public:
  explicit RunListing(SyncState& state)
      : state_(state) {}

  // `known`: how many runs the span had when it was last listed whole; pages that are unchanged
  // since are then passed over. `most`: with more than that, nothing is listed.
  Result<Listing> list(const model::TimeSpan& span, std::optional<int> known, int most);

private:
  struct Round;

  Result<Listing> list_whole(const model::TimeSpan& span, int most);
  Result<void> walk(const model::TimeSpan& span, Round& round);
  Result<void> take(github::RunPage& page, Round& round);

  SyncState& state_;
};

} // namespace tidegate::commands
