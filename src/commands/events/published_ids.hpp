// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/spool.hpp"
#include "adapters/git/branch.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// Takes out of the spool every event that the branch has already, or that is in it twice, by its
// id: where the log came with a checkout, or the spool's own memory is gone. Looks at the days of
// the spool only. `branch` has been looked at. Error: external.
Result<void> drop_published_ids(eventlog::Spool& spool, git::Branch& branch);

} // namespace tidegate::commands
