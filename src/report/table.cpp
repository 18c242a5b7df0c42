// SPDX-License-Identifier: Apache-2.0
#include "report/table.hpp"

#include "report/display_width.hpp"
#include "report/markdown.hpp"
#include "report/text_lines.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t cell_bytes = 70;

struct Column {
  std::string name;
  bool right{false};
  int width{0}; // 0: empty in all rows
  std::vector<std::string> cells;
};

std::vector<Column> columns_of(const Table& table) {
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

} // namespace

Table cut(Table table, std::size_t most) {
  const std::size_t shown = std::min(table.rows.size(), most);
  table.left_out += table.rows.size() - shown;
  table.rows.resize(shown);
  return table;
}

std::string table_text(const Table& table) {
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

std::string table_markdown(const Table& table) {
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
  return md_table(table.columns, rows) + more;
}

} // namespace tidegate::report
