// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_record.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/failure.hpp"
#include "adapters/docker/metadata.hpp"
#include "analysis/cache_time.hpp"
#include "analysis/cache_trouble.hpp"
#include "commands/build/record_parts.hpp"

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

} // namespace

Redactors make_redactors(const docker::BuildArguments& arguments,
                         const model::Settings& settings,
                         const ports::Environment& environment) {
  const util::Redactor secrets = actions::secret_redactor(environment);
  Redactors redactors{.record = secrets, .log = secrets};
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
  build.exit_status = exit_status_of(execution.exit, *build.outcome);
  build.request = arguments.request;
  add_fold(build, execution.fold, execution.duration, plan.backends);
  build.cache.problems.insert(
      build.cache.problems.begin(), plan.problems.begin(), plan.problems.end());
  build.notices = execution.notices;
  build.notices.insert(build.notices.end(), plan.notices.begin(), plan.notices.end());
  for (const auto& trouble : plan.troubles) {
    analysis::count_trouble(build.cache, trouble);
  }
  for (const auto& trouble : analysis::slow_cache_troubles(build)) {
    build.notices.push_back(trouble.text);
    analysis::count_trouble(build.cache, trouble);
  }
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
