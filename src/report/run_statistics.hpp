// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"
#include "report/limits.hpp"

#include <string>

namespace tidegate::report {

// Both show all windows, and the longest one in detail; JSON has everything.
std::string run_statistics_text(const model::RunStatistics& statistics);

// For a job summary: at most `limit` bytes; tables that do not fit any more are left out from the
// end.
std::string run_statistics_markdown(const model::RunStatistics& statistics,
                                    std::size_t limit = max_summary_bytes);

} // namespace tidegate::report
