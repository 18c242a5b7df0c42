// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"
#include "report/limits.hpp"

#include <cstddef>
#include <string>

namespace tidegate::report {

// Two builds side by side for a terminal or a log.
std::string diff_text(const model::BuildDiff& diff);

// The same as GitHub-flavoured Markdown of at most `limit` bytes; the last tables go first where
// there is no room.
std::string diff_markdown(const model::BuildDiff& diff, std::size_t limit = max_summary_bytes);

} // namespace tidegate::report
