// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/cache_account.hpp"
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
  const model::Build* past{nullptr}; // whole record of the build's baseline; nullptr: not at hand
  std::vector<analysis::Invalidation> invalidations{}; // of this build and the last ones
};

struct TextStyle {
  bool colour{false}; // ANSI colours
  int columns{100};   // that the timeline may take
};

// GitHub-flavoured Markdown for $GITHUB_STEP_SUMMARY: verdict first, then why, time against
// baseline, phases, timeline, what was not cached; the rest folded away (sections.hpp). Text from
// the build is escaped. At most `limit` bytes: the least important parts are left out first, markup
// is always closed.
std::string markdown_summary(const BuildReport& report, std::size_t limit = max_summary_bytes);

// The same facts for a terminal or a log, 10 to 25 lines.
std::string text_summary(const BuildReport& report, const TextStyle& style);

} // namespace tidegate::report
