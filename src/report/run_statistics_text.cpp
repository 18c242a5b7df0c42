// SPDX-License-Identifier: Apache-2.0
#include "report/run_statistics.hpp"
#include "report/run_statistics_tables.hpp"
#include "report/text_lines.hpp"

namespace tidegate::report {

std::string run_statistics_text(const model::RunStatistics& statistics) {
  std::string text = safe_text(run_statistics_headline(statistics)) + "\n";
  for (const std::string& remark : run_statistics_remarks(statistics)) {
    text += "note: " + safe_text(remark) + "\n";
  }
  for (const Table& table : run_statistics_tables(statistics)) {
    text += "\n" + table_text(table);
  }
  return text;
}

} // namespace tidegate::report
