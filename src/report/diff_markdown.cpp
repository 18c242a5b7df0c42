// SPDX-License-Identifier: Apache-2.0
#include "report/diff.hpp"
#include "report/diff_tables.hpp"
#include "report/markdown.hpp"

#include <fmt/format.h>
#include <vector>

namespace tidegate::report {
namespace {

std::string table_text(const DiffTable& table) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(table.rows.size());
  for (const auto& cells : table.rows) {
    std::vector<std::string> row;
    row.reserve(cells.size());
    for (const std::string& cell : cells) {
      row.push_back(md_text(cell, 300));
    }
    rows.push_back(std::move(row));
  }
  const std::string more = table.left_out > 0 ? fmt::format("\nand {} more\n", table.left_out) : "";
  return fmt::format("**{}**\n\n{}{}\n", table.title, md_table(table.columns, rows), more);
}

} // namespace

std::string diff_markdown(const model::BuildDiff& diff, std::size_t limit) {
  std::string text = fmt::format("### {}\n\n", md_text(diff_headline(diff)));
  for (const std::string& remark : diff.remarks) {
    text += fmt::format("- ⚠️ {}\n", md_text(remark));
  }
  text += diff.remarks.empty() ? "" : "\n";
  if (text.size() > limit) {
    return {};
  }
  for (const DiffTable& table : diff_tables(diff)) {
    const std::string next = table_text(table);
    if (text.size() + next.size() > limit) {
      break;
    }
    text += next;
  }
  return text;
}

} // namespace tidegate::report
