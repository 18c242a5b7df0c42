// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_recording.hpp"

#include "adapters/eventlog/held_event.hpp"
#include "analysis/gate.hpp"
#include "codec/event_json.hpp"
#include "commands/build/confirmation.hpp"
#include "commands/events/kept_event.hpp"
#include "commands/ledger.hpp"
#include "commands/pasts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int shown_samples = 20; // of the past, in the summary

bool open(Ledger& ledger, actions::WorkflowLog& log) {
  const auto reading = ledger.open();
  if (!reading) {
    say(log, "warning", reading.error());
    return false;
  }
  std::ranges::for_each(reading->damage, [&](const auto& line) { say(log, "note", line); });
  return true;
}

void read_past(Recorded& recorded,
               Ledger& ledger,
               const BuildSession& session,
               const model::Build& build,
               const std::string& unread) {
  const auto& policy = session.settings.policy;
  recorded.history = ledger.history(build, std::max(shown_samples, policy.sigma.window));
  if (recorded.history.samples.empty() && recorded.history.available && !unread.empty()) {
    recorded.history = {.samples = {}, .available = false, .problem = unread};
  }
}

model::Event event_of(const model::Build& build,
                      const std::vector<model::Verdict>& verdicts,
                      const BuildSession& session) {
  model::Event event = codec::build_event(build, model::abridged(verdicts));
  if (!build.started) { // a log without a clock: the event is of now, not of 1970
    event.timestamp = session.ports.clock.now();
  }
  return event;
}

// Once: what later measurements tell is lost with a kill.
void hold(const model::Event& event,
          std::optional<eventlog::HeldEvent>& held,
          const BuildSession& session,
          actions::WorkflowLog& log) {
  if (held) {
    return;
  }
  auto holding = eventlog::HeldEvent::hold(session.settings.events_dir, event);
  if (!holding) {
    say(log, "note", holding.error());
    return;
  }
  held = std::move(*holding);
}

bool save(const model::Event& event,
          Ledger& ledger,
          const BuildSession& session,
          actions::WorkflowLog& log) {
  const auto appended = ledger.append(event);
  if (appended) {
    if (!appended->notice.empty()) {
      say(log, "note", appended->notice);
    }
    return true;
  }
  say(log, "error", not_appended(event, appended.error(), session.ports.environment));
  return false;
}

} // namespace

Recorded record(const BuildSession& session,
                model::Build& build,
                const RecordFacts& facts,
                actions::WorkflowLog& log) {
  Recorded recorded;
  Ledger ledger(session.settings, session.ports.clock.now());
  std::optional<eventlog::HeldEvent> held;
  bool indexable = false; // who waited for a locked database once does not wait again
  if (build.outcome == model::Outcome::success) { // a cancelled build must not wait at all
    indexable = open(ledger, log);
    recorded.explanation =
        explain_build(build,
                      ledger,
                      session.ports,
                      {.dockerfile = facts.dockerfile.stages.empty() ? nullptr : &facts.dockerfile,
                       .context_folder = session.arguments.request.context,
                       .cache_exports = used_exports(session),
                       .redactor = session.redactors.record,
                       .merge_base = facts.merge_base});
    read_past(recorded, ledger, session, build, facts.unread);
    auto confirmed = judge_and_confirm(
        session,
        build,
        {.dockerfile = facts.dockerfile,
         .baseline = recorded.explanation.baseline ? &*recorded.explanation.baseline : nullptr,
         .image_id = facts.image_id},
        log,
        {.judge =
             [&] {
               const auto past = pasts_of(ledger, build, recorded.history);
               return analysis::judge(build, past, session.settings.policy);
             },
         .keep =
             [&](const model::Build& so_far, const std::vector<model::Verdict>& verdicts) {
               hold(event_of(so_far, verdicts, session), held, session, log);
             }});
    recorded.verdicts = std::move(confirmed.verdicts);
    recorded.interrupted = confirmed.interrupted;
    if (!ledger.notice().empty()) {
      say(log, "note", ledger.notice());
    }
  }
  recorded.saved = save(event_of(build, recorded.verdicts, session), ledger, session, log);
  if (held) {
    held->release();
  }
  if (recorded.saved && indexable) {
    if (const auto indexed = ledger.open(); !indexed) {
      say(log, "warning", indexed.error());
    }
  }
  return recorded;
}

void say(actions::WorkflowLog& log, std::string_view kind, std::string_view text) {
  log.line(fmt::format("tidegate: {}: {}", kind, text));
}

void say(actions::WorkflowLog& log, std::string_view kind, const Error& error) {
  say(log, kind, error.message);
  if (!error.hint.empty()) {
    say(log, "hint", error.hint);
  }
}

} // namespace tidegate::commands
