// SPDX-License-Identifier: Apache-2.0
#include "commands/observe/observe_delivery.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/build_history.hpp"
#include "adapters/docker/engine.hpp"
#include "adapters/posix/machine.hpp"
#include "adapters/posix/scope_guards.hpp"
#include "analysis/health.hpp"
#include "analysis/timing.hpp"
#include "codec/build_json.hpp"
#include "commands/build/build_delivery.hpp"
#include "commands/build/build_recording.hpp"
#include "report/summary.hpp"
#include "util/id.hpp"

#include <algorithm>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;
constexpr int one_line = -1;

// The engine that remembers a build is the one that has its image, and its machine is ours.
void ask_engine(model::Build& build, ports::Ports ports) {
  if (build.source != model::Source::history) {
    return;
  }
  build.runner = posix::read_runner(ports.environment);
  const auto ref = docker::parse_history_ref(build.build_ref);
  docker::BuilderProbe probe(ports, ref ? ref->builder : "");
  if (const auto known = probe.cached()) {
    build.builder = *known;
  } else if (const auto asked = probe.ask()) {
    build.builder = *asked;
  } else {
    build.notices.push_back("builder unknown: " + asked.error().message);
  }
  analysis::mark_emulated(build);
  if (build.image.digest.empty()) {
    return;
  }
  if (auto size = docker::image_size(ports, build.image.digest)) {
    build.image.size_bytes = *size;
  }
}

BuildOptions build_options(const ObserveOptions& options) {
  BuildOptions all;
  all.settings = options.settings;
  all.format = options.format;
  all.summary = options.summary;
  all.stdout_is_log = options.stdout_is_log;
  all.secrets = options.secrets;
  all.github_token = options.github_token;
  all.sharing = options.sharing;
  return all;
}

bool publishes(const ObserveOptions& options) {
  return options.publish || options.settings.events_dir.has_value();
}

} // namespace

ObserveDelivery::ObserveDelivery(const ObserveOptions& options,
                                 model::Settings settings,
                                 ports::Ports ports)
    : options_(build_options(options)),
      session_{.options = options_,
               .ports = ports,
               .settings = std::move(settings),
               .arguments = {},
               .redactors = {},
               .access = {},
               .plan = {},
               // What is only printed is no business of the runner.
               .in_actions = publishes(options) && actions::in_actions(ports.environment)},
      log_(ports.environment, session_.in_actions),
      sharing_(session_),
      publish_(publishes(options)) {
  if (publish_) {
    merge_base_.emplace(ports, options.github_token);
  }
}

void ObserveDelivery::add(model::Build build) {
  ++count_;
  if (pending_) {
    options_.json_line = true;
    deliver_pending();
  }
  pending_ = std::move(build);
}

int ObserveDelivery::finish() {
  if (pending_) {
    deliver_pending();
  }
  return exit_code_;
}

void ObserveDelivery::deliver_pending() {
  model::Build build = std::move(*pending_);
  pending_.reset();
  ask_engine(build, session_.ports);
  if (!publish_) {
    print(build);
    return;
  }
  build.id = util::new_ulid(session_.ports.clock.now());
  build.run = actions::read_run(session_.ports.environment);
  publish(build);
}

void ObserveDelivery::print(const model::Build& build) {
  auto& environment = session_.ports.environment;
  if (options_.format == Format::json) {
    const int indent = options_.json_line ? one_line : json_indent;
    environment.out(codec::to_json(build, {}, indent) + "\n");
    return;
  }
  const std::vector<model::Verdict> none;
  const model::History no_history;
  const report::BuildReport report{.build = build,
                                   .verdicts = none,
                                   .history = no_history,
                                   .health =
                                       analysis::health_score(analysis::indicators_of(build))};
  report::TextStyle style;
  if (environment.err_is_terminal()) {
    style = {.colour = !environment.get("NO_COLOR").has_value(),
             .columns = environment.err_columns()};
  }
  actions::WorkflowLog(environment).answer(report::text_summary(report, style));
}

void ObserveDelivery::publish(model::Build build) {
  const posix::SignalHold hold;
  const std::string& unread = sharing_.take(log_);
  const auto* merge_base = merge_base_ ? merge_base_->answer(build) : nullptr;
  const Recorded recorded =
      record(session_,
             build,
             {.dockerfile = model::Dockerfile{}, .merge_base = merge_base, .unread = unread},
             log_);
  sharing_.give(build, log_);
  const JudgedSession judged{.build = build,
                             .verdicts = recorded.verdicts,
                             .history = recorded.history,
                             .explanation = recorded.explanation,
                             .metadata = "",
                             .image_id = "",
                             .unpublished = sharing_.unpublished()};
  const auto undelivered = deliver(session_, judged, log_);
  sharing_.post(build_report(judged), log_);
  for (const auto& error : undelivered) {
    say(log_, "error", error);
  }
  constexpr int gate_failed = 1;
  constexpr int not_kept = 3;
  if (!recorded.saved || !undelivered.empty()) {
    exit_code_ = std::max(exit_code_, not_kept);
  } else if (model::gravest(recorded.verdicts) == model::Status::fail) {
    exit_code_ = std::max(exit_code_, gate_failed);
  }
}

} // namespace tidegate::commands
