// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_session.hpp"
#include "commands/build/explain_build.hpp"
#include "model/build.hpp"
#include "model/dockerfile.hpp"
#include "model/history.hpp"
#include "model/verdict.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

// What is known beside the record.
struct RecordFacts {
  const model::Dockerfile& dockerfile; // without stages where it is not known
  const github::MergeBase* merge_base{nullptr};
  std::string unread{};   // why a part of the past is not known; empty: all of it is
  std::string image_id{}; // of what was built; empty: not known
};

struct Recorded {
  std::vector<model::Verdict> verdicts; // none where the build failed or was cancelled
  model::History history;
  Explanation explanation;
  bool saved{true};                 // the event is in the log
  std::optional<int> interrupted{}; // the signal that ended a measurement to confirm
};

// Explains and judges a build by the past, measures again what looks too slow (confirmation.hpp),
// then writes its event: the log first, the index after it. What goes wrong is said in the log; an
// event that the log cannot take is kept elsewhere.
Recorded record(const BuildSession& session,
                model::Build& build,
                const RecordFacts& facts,
                actions::WorkflowLog& log);

// "tidegate: KIND: TEXT"
void say(actions::WorkflowLog& log, std::string_view kind, std::string_view text);
void say(actions::WorkflowLog& log, std::string_view kind, const Error& error); // with its hint

} // namespace tidegate::commands
