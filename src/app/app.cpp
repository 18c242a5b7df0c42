// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "app/cli.hpp"

#include <fmt/format.h>

namespace tidegate::app {
namespace {

// The one place where an error becomes an exit code.
int exit_code(Error::Kind kind) {
  return kind == Error::Kind::usage ? 2 : 3;
}

int report(const Error& error, ports::Ports ports) {
  // What an error quotes may come from a branch's file: inside Actions it stays in the fence.
  actions::WorkflowLog log(ports.environment);
  log.line(fmt::format("tidegate: {}", error.message));
  if (!error.hint.empty()) {
    log.line(fmt::format("hint: {}", error.hint));
  }
  return exit_code(error.kind);
}

} // namespace

int run(const std::vector<std::string>& args, ports::Ports ports) {
  auto invocation = parse_command_line(args);
  if (!invocation) {
    return report(invocation.error(), ports);
  }
  auto code = (*invocation)(ports);
  return code ? *code : report(code.error(), ports);
}

} // namespace tidegate::app
