// SPDX-License-Identifier: Apache-2.0
#include "report/diff.hpp"
#include "report/diff_tables.hpp"
#include "report/display_width.hpp"
#include "report/text_lines.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace tidegate::report {
namespace {

constexpr std::size_t cell_bytes = 70;

struct Column {
  std::string name;
  bool right{false};
  int width{0}; // 0: empty in all rows
  std::vector<std::string> cells;
};

std::vector<Column> columns_of(const DiffTable& table) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    Column column;
    column.right = table.columns[i].starts_with('>');
    column.name = table.columns[i].substr(column.right ? 1 : 0);
    for (const auto& row : table.rows) {
      column.cells.push_back(safe_text(row[i], cell_bytes));
      column.width = std::max(column.width, display_width(column.cells.back()));
    }
    if (column.width > 0) {
      column.width = std::max(column.width, display_width(column.name));
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

std::string aligned(const std::string& text, const Column& column) {
  const int missing = std::max(column.width - display_width(text), 0);
  return column.right ? std::string(static_cast<std::size_t>(missing), ' ') + text
                      : pad(text, column.width);
}

std::string line_of(std::string line) {
  const std::size_t end = line.find_last_not_of(' ');
  line.resize(end == std::string::npos ? 0 : end + 1);
  return line + "\n";
}

std::string table_text(const DiffTable& table) {
  const std::vector<Column> columns = columns_of(table);
  std::string head;
  for (const Column& column : columns) {
    head += "  " + aligned(column.name, column);
  }
  std::string text = table.title + "\n" + line_of(head);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::string line;
    for (const Column& column : columns) {
      line += "  " + aligned(column.cells[row], column);
    }
    text += line_of(line);
  }
  return text + (table.left_out > 0 ? fmt::format("  and {} more\n", table.left_out) : "");
}

} // namespace

std::string diff_text(const model::BuildDiff& diff) {
  std::string text = diff_headline(diff) + "\n";
  for (const std::string& remark : diff.remarks) {
    text += "note: " + safe_text(remark) + "\n";
  }
  for (const DiffTable& table : diff_tables(diff)) {
    text += "\n" + table_text(table);
  }
  return text;
}

} // namespace tidegate::report
