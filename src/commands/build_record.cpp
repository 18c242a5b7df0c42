// SPDX-License-Identifier: Apache-2.0
#include "commands/build_record.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/failure.hpp"
#include "adapters/docker/metadata.hpp"
#include "analysis/cache_state.hpp"
#include "analysis/cache_time.hpp"

#include <algorithm>
#include <csignal>

namespace tidegate::commands {
namespace {

// The outermost truth first: a build that we were told to stop is cancelled however buildx left.
model::Outcome outcome_of(const ports::Exit& exit) {
  constexpr int by_interrupt = 128 + SIGINT;
  constexpr int by_termination = 128 + SIGTERM;
  if (exit.interrupted && exit.status != 0) {
    return model::Outcome::canceled;
  }
  if (exit.status == by_interrupt || exit.status == by_termination) {
    return model::Outcome::canceled; // Ctrl-C reached buildx through the terminal before us
  }
  return exit.status == 0 ? model::Outcome::success : model::Outcome::failure;
}

// buildx leaves a cancelled build with 1 or 130 whatever the signal was; shells say 128 + signal.
int exit_status_of(const ports::Exit& exit, model::Outcome outcome) {
  const bool signalled = outcome == model::Outcome::canceled && exit.interrupted;
  return signalled ? 128 + *exit.interrupted : exit.status;
}

void redact(std::vector<std::string>& texts, const util::Redactor& redactor) {
  std::ranges::transform(
      texts, texts.begin(), [&](const auto& text) { return redactor.clean(text); });
}

void redact(model::Build& build, const util::Redactor& redactor) {
  for (auto& step : build.steps) {
    step.name = redactor.clean(step.name);
    step.instruction = redactor.clean(step.instruction);
    step.error = redactor.clean(step.error);
  }
  if (build.error) {
    build.error->message = redactor.clean(build.error->message);
    build.error->excerpt = redactor.clean(build.error->excerpt);
  }
  redact(build.warnings, redactor);
  redact(build.notices, redactor);
  redact(build.cache.problems, redactor);
}

} // namespace

Redactors make_redactors(const docker::BuildArguments& arguments,
                         const model::Settings& settings,
                         const ports::Environment& environment) {
  Redactors redactors;
  for (const auto& secret : actions::environment_secrets(environment)) {
    redactors.record.hide(secret);
    redactors.log.hide(secret);
  }
  const auto& shown = settings.shown_build_args;
  for (const auto& [name, given] : arguments.build_args) {
    const std::string value = given.value_or(environment.text(name));
    const bool may_show = std::ranges::find(shown, name) != shown.end();
    if (!may_show) {
      redactors.record.hide(value, "${" + name + "}");
    }
    if (util::looks_secret(name, value)) {
      redactors.log.hide(value, "${" + name + "}");
    }
  }
  return redactors;
}

model::Build make_record(const Execution& execution,
                         const docker::BuildArguments& arguments,
                         const analysis::CachePlan& plan,
                         const util::Redactor& redactor) {
  model::Build build;
  build.started = execution.started;
  build.duration = execution.duration;
  build.outcome = outcome_of(execution.exit);
  build.exit_status = exit_status_of(execution.exit, build.outcome);
  build.request = arguments.request;
  build.steps = execution.fold.steps();
  build.phases = execution.fold.phases(execution.duration);
  build.cache = analysis::read_cache(build.steps, plan.backends);
  build.cache.problems.insert(
      build.cache.problems.begin(), plan.problems.begin(), plan.problems.end());
  build.context_sent_bytes = execution.fold.context_sent_bytes();
  build.warnings = execution.fold.warnings();
  build.notices = execution.notices;
  build.notices.insert(build.notices.end(), plan.notices.begin(), plan.notices.end());
  const auto slow = analysis::slow_cache_notices(build);
  build.notices.insert(build.notices.end(), slow.begin(), slow.end());
  const auto metadata = docker::read_metadata(execution.metadata);
  build.build_ref = metadata.build_ref;
  build.image.ref = arguments.request.tags.empty() ? "" : arguments.request.tags.front();
  build.image.digest = metadata.digest.empty() ? execution.fold.image_digest() : metadata.digest;
  if (build.outcome == model::Outcome::failure) {
    build.error = docker::explain_failure({.exit_status = execution.exit.status,
                                           .plain_lines = execution.plain_lines,
                                           .steps = build.steps});
  }
  redact(build, redactor);
  return build;
}

} // namespace tidegate::commands
