// SPDX-License-Identifier: Apache-2.0
// confirm_build CONFIRM LIMIT_SECONDS BUILDX_ARGS..: builds like `tidegate build` and takes the
// time of the build for too long until it was measured again. Prints one fact a line. Exit: 0; 4
// the build failed; 128 + signal.
#include "adapters/actions/run_context.hpp"
#include "adapters/curl/curl_http.hpp"
#include "adapters/posix/posix_environment.hpp"
#include "adapters/posix/posix_process.hpp"
#include "adapters/posix/scope_guards.hpp"
#include "analysis/dockerfile_lines.hpp"
#include "commands/build/build_attempts.hpp"
#include "commands/build/build_inputs.hpp"
#include "commands/build/confirmation.hpp"

#include <chrono>
#include <iostream>
#include <string>

using namespace tidegate;

namespace {

std::vector<model::Verdict> suspect(const model::Build& build) {
  model::Verdict verdict;
  verdict.metric = "build-time";
  verdict.rule = "prediction";
  verdict.measure_again = build.remeasured.empty() || !build.remeasured.back().failure.empty();
  verdict.status = model::Status::fail;
  return {verdict};
}

void print(const model::Build& build, const commands::Confirmation& confirmation) {
  const auto& verdict = confirmation.verdicts.front();
  std::cout << "status " << model::to_text(verdict.status) << '\n'
            << "reason " << verdict.reason << '\n';
  for (const auto& measured : build.remeasured) {
    std::cout << "remeasured " << measured.duration.count() << '\n'
              << "failure " << measured.failure << '\n';
    for (const auto& value : measured.values) {
      std::cout << "value " << model::to_text(value.metric) << ' ' << value.value << '\n';
    }
  }
  std::cout << "first " << build.duration->count() << '\n';
}

int build(const commands::BuildSession& session, const std::filesystem::path& folder) {
  actions::WorkflowLog log(session.ports.environment, false);
  commands::InputsReader inputs(
      session.arguments, session.options.buildx_args, session.ports.environment);
  auto attempts = commands::execute_attempts(session, folder, log);
  if (!attempts || attempts->build.outcome != model::Outcome::success) {
    return 4;
  }
  auto& made = attempts->build;
  const auto dockerfile = inputs.answer().dockerfile;
  analysis::assign_lines(made.steps, dockerfile);
  const auto confirmation = commands::judge_and_confirm(
      session,
      made,
      {.dockerfile = dockerfile, .image_id = attempts->execution.image_id},
      log,
      {.judge = [&] { return suspect(made); }, .keep = [](const auto&, const auto&) {}});
  print(made, confirmation);
  return confirmation.interrupted ? 128 + *confirmation.interrupted : 0;
}

} // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    return 2;
  }
  posix::PosixProcess process;
  curl::CurlHttp http;
  posix::PosixClock clock;
  posix::PosixEnvironment environment;
  commands::BuildOptions options;
  options.buildx_args.assign(arguments + 3, arguments + count);
  auto session = commands::plan_session(options, {process, http, clock, environment});
  const auto folder = posix::TempFolder::make(actions::temp_parent(environment));
  if (!session || !folder) {
    std::cerr << (session ? "no temporary folder" : session.error().message) << '\n';
    return 2;
  }
  session->settings.policy.confirm = std::stoi(arguments[1]);
  session->settings.policy.confirm_limit = Seconds{std::stod(arguments[2])};
  const posix::SignalHold hold;
  return build(*session, folder->path());
}
