// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_session.hpp"
#include "model/build.hpp"
#include "model/event_reports.hpp"
#include "report/summary.hpp"

#include <future>
#include <string>

namespace tidegate::commands {

// What a build takes from others and gives to them by the event branch, the
// comment on the pull request and a check run. Side channels: what goes wrong is said and makes
// nothing fail. Does nothing where the session shares nothing.
class BuildSharing {
public:
  // Begins to fetch the events of others, beside the build.
  explicit BuildSharing(const BuildSession& session);

  // Waits for them; before the build is compared with anything. Why they are not known; empty where
  // they are, or were not asked for.
  const std::string& take(actions::WorkflowLog& log);

  // After the event of the build is in the log: onto the branch where that was asked for, else into
  // the spool. What stays there is among the build's notices.
  void give(model::Build& build, actions::WorkflowLog& log);

  // The comment on the pull request and the check run, where they were asked for.
  void post(const report::BuildReport& report, actions::WorkflowLog& log);

  // The folder of the events that are not on the branch; empty where there are none.
  [[nodiscard]] const std::string& unpublished() const { return unpublished_; }

private:
  const BuildSession& session_;
  std::future<model::FetchReport> fetched_;
  std::string unread_;
  std::string unpublished_;
};

} // namespace tidegate::commands
