// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tidegate::report {

// For text and Markdown alike; nothing in it is escaped. Columns that are empty in all rows are not
// shown.
struct Table {
  std::string title;
  std::vector<std::string> columns; // a leading '>' aligns to the right
  std::vector<std::vector<std::string>> rows;
  std::size_t left_out{0}; // rows that did not fit
};

// Drops the rows after the first `most` and counts them.
Table cut(Table table, std::size_t most);

// For a terminal, under its title; cells cannot drive it.
std::string table_text(const Table& table);

// GitHub-flavoured Markdown, escaped; without the title.
std::string table_markdown(const Table& table);

} // namespace tidegate::report
