// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/gate.hpp"
#include "commands/ledger.hpp"
#include "model/build.hpp"
#include "model/history.hpp"

namespace tidegate::commands {

// What the ledger has to judge the build by; `history` was read before.
analysis::BuildPast pasts_of(Ledger& ledger, const model::Build& build, model::History history);

} // namespace tidegate::commands
