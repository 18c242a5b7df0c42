// SPDX-License-Identifier: Apache-2.0
#include "commands/events/events.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "adapters/git/objects.hpp"
#include "adapters/posix/signal_cleanup.hpp"
#include "codec/event_reports_json.hpp"
#include "commands/events/days.hpp"
#include "report/event_reports.hpp"

#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;

// What was passed over, then the answer, then the error that the exit code comes from.
template<typename Report>
Result<int> answer(const Report& report,
                   Format format,
                   std::string (*text)(const Report&),
                   const ports::Ports& ports) {
  actions::WorkflowLog log(ports.environment);
  for (const std::string& note : report.notes) {
    log.line(fmt::format("tidegate: warning: {}", note));
  }
  if (format == Format::json) {
    ports.environment.out(codec::to_json(report, json_indent) + "\n");
  } else {
    log.answer(text(report));
  }
  if (report.trouble.problem.empty()) {
    return 0;
  }
  return failed(report.trouble.usage ? Error::Kind::usage : Error::Kind::external,
                report.trouble.problem,
                report.trouble.hint);
}

// A signal ends the process; what it leaves is said, and what was only for the time of it goes.
void end(const model::Settings& settings, const ports::Ports& ports) {
  git::remove_scratch_folders();
  const std::string pending = report::pending_text(pending_events(settings));
  actions::WorkflowLog(ports.environment)
      .line("tidegate: stopped by a signal" + (pending.empty() ? "" : "; " + pending));
}

} // namespace

Result<int> run_events_publish(const EventsPublishOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  const posix::SignalCleanup cleanup([&] { end(*settings, ports); });
  return answer(publish_events(*settings, options.publish, ports),
                options.format,
                &report::publish_text,
                ports);
}

Result<int> run_events_fetch(const EventsFetchOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  const Time now = ports.clock.now();
  const auto since = parse_moment(options.since, now, "--since");
  if (!settings || !since) {
    return tl::unexpected(settings ? since.error() : settings.error());
  }
  const posix::SignalCleanup cleanup([&] { end(*settings, ports); });
  return answer(fetch_events(*settings, {.remote = options.remote, .since = now - *since}, ports),
                options.format,
                &report::fetch_text,
                ports);
}

Result<int> run_events_compact(const EventsCompactOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  const auto older_than = parse_days(options.older_than, "--older-than");
  if (!settings || !older_than) {
    return tl::unexpected(settings ? older_than.error() : settings.error());
  }
  const posix::SignalCleanup cleanup([&] { end(*settings, ports); });
  return answer(
      compact_events(*settings, {.remote = options.remote, .older_than = *older_than}, ports),
      options.format,
      &report::compact_text,
      ports);
}

} // namespace tidegate::commands
