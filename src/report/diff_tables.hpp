// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"
#include "report/table.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// The builds, where the time went, phases, stages, steps, what was not cached, the cache's account,
// image and layers, context. Tables without a row are left out.
std::vector<Table> diff_tables(const model::BuildDiff& diff);

// "the later build took 8.1s more: 20.4s against 12.3s"
std::string diff_headline(const model::BuildDiff& diff);

} // namespace tidegate::report
