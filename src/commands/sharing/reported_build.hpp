// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "commands/settings.hpp"
#include "model/history.hpp"
#include "ports/ports.hpp"
#include "report/summary.hpp"
#include "util/result.hpp"
#include "util/secrets.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::commands {

// The history for reports about recorded builds, opened once and where it is needed. What is wrong
// with it is said in the log.
class ReportLedger {
public:
  ReportLedger(SettingsOverrides overrides, ports::Ports ports)
      : overrides_(std::move(overrides)),
        ports_(ports) {}

  Result<Ledger*> open();

  // Before open(): brings what the event branch has, for a job that built nothing. Returns why that
  // cannot be known; empty where it is.
  std::string fetch();

  // The ledger where it can be opened, else nullptr.
  Ledger* at_hand();

  // For records that others made.
  [[nodiscard]] util::Redactor redactor() const;

private:
  SettingsOverrides overrides_;
  ports::Ports ports_;
  std::optional<Ledger> ledger_;
};

// A recorded build with the past that its report compares it with.
class ReportedBuild {
public:
  // Without a ledger (nullptr) the past is not known; where `unread` says why a part of it is not
  // in the ledger, a build without a past there is not the first of its kind.
  ReportedBuild(codec::JudgedBuild judged, Ledger* ledger, const std::string& unread = {});

  [[nodiscard]] report::BuildReport report() const;

  [[nodiscard]] const model::Build& build() const { return judged_.build; }

private:
  codec::JudgedBuild judged_;
  model::History history_;
  std::optional<model::Build> past_;
};

// By name, see recorded_build.hpp.
Result<ReportedBuild> reported_build(const std::string& name, ReportLedger& ledger);

} // namespace tidegate::commands
