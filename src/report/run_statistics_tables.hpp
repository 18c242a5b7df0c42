// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"
#include "report/table.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// The windows side by side, the groups of each, and of the longest one flaky jobs, phases, slowest
// steps. Tables without a row are left out.
std::vector<Table> run_statistics_tables(const model::RunStatistics& statistics);

// "3 of 12 runs failed in the last 24 h", or that there is none; not escaped.
std::string run_statistics_headline(const model::RunStatistics& statistics);

// What the figures do not hold, in sentences; not escaped.
std::vector<std::string> run_statistics_remarks(const model::RunStatistics& statistics);

} // namespace tidegate::report
