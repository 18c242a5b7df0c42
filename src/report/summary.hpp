// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/health.hpp"
#include "model/build.hpp"
#include "model/history.hpp"
#include "model/verdict.hpp"
#include "report/limits.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::report {

// Everything that a report about one build may show.
struct BuildReport {
  const model::Build& build;
  const std::vector<model::Verdict>& verdicts;
  const model::History& history;
  std::optional<analysis::Health> health;
};

// GitHub-flavoured Markdown for $GITHUB_STEP_SUMMARY: verdict first, then time against baseline,
// phases, slowest steps, cache, image. Text from the build is escaped. At most `limit` bytes: the
// least important parts are left out first, markup is always closed.
std::string markdown_summary(const BuildReport& report, std::size_t limit = max_summary_bytes);

// The same facts for a terminal, 10 to 20 lines. `colour`: ANSI colours.
std::string text_summary(const BuildReport& report, bool colour);

} // namespace tidegate::report
