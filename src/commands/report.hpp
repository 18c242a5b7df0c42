// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <string>

namespace tidegate::commands {

enum class ReportFormat { text, json, markdown };

struct ReportDiffOptions {
  SettingsOverrides settings;
  ReportFormat format{ReportFormat::text};
  std::string before; // see recorded_build.hpp
  std::string after;
};

// Shows two recorded builds side by side. 0, or an error: no such build.
Result<int> run_report_diff(const ReportDiffOptions& options, ports::Ports ports);

} // namespace tidegate::commands
