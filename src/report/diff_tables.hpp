// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// One table of a comparison, for text and Markdown alike; nothing in it is escaped.
struct DiffTable {
  std::string title;
  std::vector<std::string> columns; // a leading '>' aligns to the right
  std::vector<std::vector<std::string>> rows;
  std::size_t left_out{0}; // rows that did not fit
};

// The builds, where the time went, phases, stages, steps, what was not cached, the cache's account,
// image and layers, context. Tables without a row are left out.
std::vector<DiffTable> diff_tables(const model::BuildDiff& diff);

// "the later build took 8.1s more: 20.4s against 12.3s"
std::string diff_headline(const model::BuildDiff& diff);

} // namespace tidegate::report
