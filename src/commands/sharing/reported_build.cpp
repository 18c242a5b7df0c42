// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/reported_build.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "analysis/health.hpp"
#include "commands/build/record_parts.hpp"
#include "commands/events/event_publishing.hpp"
#include "commands/recorded_build.hpp"

#include <fmt/format.h>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int shown_samples = 20;

} // namespace

Result<Ledger*> ReportLedger::open() {
  if (ledger_) {
    return &*ledger_;
  }
  const auto settings = load_settings(overrides_);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  ledger_.emplace(*settings, ports_.clock.now());
  const auto reading = ledger_->open();
  if (!reading) {
    ledger_.reset();
    return tl::unexpected(reading.error());
  }
  actions::WorkflowLog log(ports_.environment);
  for (const auto& damage : reading->damage) {
    log.line(fmt::format("tidegate: note: {}", damage));
  }
  if (!ledger_->notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger_->notice()));
  }
  return &*ledger_;
}

std::string ReportLedger::fetch() {
  const auto settings = load_settings(overrides_);
  return settings ? fetch_events(*settings, {}, ports_).trouble.problem : settings.error().message;
}

util::Redactor ReportLedger::redactor() const {
  return actions::secret_redactor(ports_.environment);
}

Ledger* ReportLedger::at_hand() {
  const auto opened = open();
  return opened ? *opened : nullptr;
}

ReportedBuild::ReportedBuild(codec::JudgedBuild judged, Ledger* ledger, const std::string& unread)
    : judged_(std::move(judged)) {
  if (ledger == nullptr) {
    history_ = {.samples = {}, .available = false, .problem = "it is not at hand"};
    return;
  }
  history_ = ledger->history(judged_.build, shown_samples);
  if (history_.available && history_.samples.empty() && !unread.empty()) {
    history_ = {.samples = {}, .available = false, .problem = unread};
  }
  if (judged_.build.baseline) {
    auto found = ledger->find(judged_.build.baseline->id, 1);
    if (found && !found->empty()) {
      past_ = std::move(found->front().build);
    }
  }
}

report::BuildReport ReportedBuild::report() const {
  return {.build = judged_.build,
          .verdicts = judged_.verdicts,
          .history = history_,
          .health = analysis::health_score(analysis::indicators_of(judged_.build)),
          .past = past_ ? &*past_ : nullptr};
}

Result<ReportedBuild> reported_build(const std::string& name, ReportLedger& ledger) {
  auto judged = find_judged_build(name, [&] { return ledger.open(); });
  if (!judged) {
    return tl::unexpected(std::move(judged.error()));
  }
  redact_foreign(judged->build, ledger.redactor());
  return ReportedBuild(std::move(*judged), ledger.at_hand());
}

} // namespace tidegate::commands
