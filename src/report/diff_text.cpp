// SPDX-License-Identifier: Apache-2.0
#include "report/diff.hpp"
#include "report/diff_tables.hpp"
#include "report/text_lines.hpp"

namespace tidegate::report {

std::string diff_text(const model::BuildDiff& diff) {
  std::string text = diff_headline(diff) + "\n";
  for (const std::string& remark : diff.remarks) {
    text += "note: " + safe_text(remark) + "\n";
  }
  for (const Table& table : diff_tables(diff)) {
    text += "\n" + table_text(table);
  }
  return text;
}

} // namespace tidegate::report
