// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// The newest build of each thing that the commit was built into. Error (usage): no commit.
Result<std::vector<codec::JudgedBuild>> builds_of_commit(Ledger& ledger, const std::string& commit);

// Where there is none: of the commit, or at all.
tl::unexpected<Error> no_builds(const std::optional<std::string>& commit,
                                const std::string& events_dir);

} // namespace tidegate::commands
