// SPDX-License-Identifier: Apache-2.0
#include "commands/pasts.hpp"

#include <utility>

namespace tidegate::commands {

analysis::BuildPast
pasts_of(Ledger& /*ledger*/, const model::Build& /*build*/, model::History history) {
  return {.history = std::move(history), .metrics = {}, .before = {}};
}

} // namespace tidegate::commands
