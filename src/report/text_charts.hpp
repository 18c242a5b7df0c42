// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "report/summary.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// "execute       10.1s  ████████████████▍" for each phase; the small ones share a line.
std::vector<std::string> phase_lines(const model::Build& build);

// "[build 2/4] RUN make   ▏      ████████▏  8.1s" for the steps that say most, in the order of
// their start, and what the blocks mean. At most `columns` wide; empty where the source has no
// clock.
std::vector<std::string> timeline_lines(const model::Build& build, const TextStyle& style);

} // namespace tidegate::report
