// SPDX-License-Identifier: Apache-2.0
#include "report/markdown.hpp"
#include "report/run_statistics.hpp"
#include "report/run_statistics_tables.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

// The windows side by side are what one comes for; the rest is folded away.
std::string table_part(const Table& table, bool first) {
  return first ? table_markdown(table) + "\n"
               : md_details(md_text(table.title), table_markdown(table));
}

} // namespace

std::string run_statistics_markdown(const model::RunStatistics& statistics, std::size_t limit) {
  std::string text =
      fmt::format("### Workflow runs: {}\n\n", md_text(run_statistics_headline(statistics)));
  for (const std::string& remark : run_statistics_remarks(statistics)) {
    text += fmt::format("- {}\n", md_text(remark));
  }
  text += text.ends_with("\n\n") ? "" : "\n";
  if (text.size() > limit) {
    return {};
  }
  bool first = true;
  for (const Table& table : run_statistics_tables(statistics)) {
    const std::string next = table_part(table, first);
    first = false;
    if (text.size() + next.size() > limit) {
      break;
    }
    text += next;
  }
  return text;
}

} // namespace tidegate::report
