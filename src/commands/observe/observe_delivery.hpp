// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/actions/workflow_log.hpp"
#include "commands/build/build_session.hpp"
#include "commands/build/build_sharing.hpp"
#include "commands/observe/observe.hpp"
#include "commands/sharing/merge_base.hpp"
#include "model/build.hpp"
#include "ports/ports.hpp"

#include <optional>

namespace tidegate::commands {

// Prints observed builds as they come in, or publishes them: event, verdicts, step outputs,
// summary. One build is one JSON object over several lines; several are one line each, so the first
// one waits until there is a second or the end.
class ObserveDelivery {
public:
  ObserveDelivery(const ObserveOptions& options, model::Settings settings, ports::Ports ports);

  void add(model::Build build);
  // Exit code: 0, 1 where the gate failed, 3 where an event could not be kept or a result written.
  int finish();

  [[nodiscard]] int count() const { return count_; }

  [[nodiscard]] const model::Settings& settings() const { return session_.settings; }

private:
  void deliver_pending();
  void print(const model::Build& build);
  void publish(model::Build build);

  BuildOptions options_; // the session refers to it
  BuildSession session_;
  actions::WorkflowLog log_;
  BuildSharing sharing_;
  std::optional<MergeBaseQuestion> merge_base_;
  bool publish_;
  std::optional<model::Build> pending_;
  int count_{0};
  int exit_code_{0};
};

} // namespace tidegate::commands
