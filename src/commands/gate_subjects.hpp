// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// The newest build of each thing that the commit was built into. Error (usage): no commit.
Result<std::vector<codec::JudgedBuild>> builds_of_commit(Ledger& ledger, const std::string& commit);

// Says so where one of them began in the future: it stays the newest until then, whatever is built.
void tell_of_future(const std::vector<codec::JudgedBuild>& builds,
                    Time now,
                    actions::WorkflowLog& log);

// The arithmetic of each verdict, for --explain.
void explain(const std::vector<model::Verdict>& verdicts, actions::WorkflowLog& log);

// Where there is none: of the commit, or at all.
tl::unexpected<Error> no_builds(const std::optional<std::string>& commit,
                                const std::string& events_dir);

} // namespace tidegate::commands
