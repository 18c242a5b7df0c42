// SPDX-License-Identifier: Apache-2.0
#include "report/diff.hpp"
#include "report/diff_tables.hpp"
#include "report/markdown.hpp"

#include <fmt/format.h>

namespace tidegate::report {

std::string diff_markdown(const model::BuildDiff& diff, std::size_t limit) {
  std::string text = fmt::format("### {}\n\n", md_text(diff_headline(diff)));
  for (const std::string& remark : diff.remarks) {
    text += fmt::format("- ⚠️ {}\n", md_text(remark));
  }
  text += diff.remarks.empty() ? "" : "\n";
  if (text.size() > limit) {
    return {};
  }
  for (const Table& table : diff_tables(diff)) {
    const std::string next = fmt::format("**{}**\n\n{}\n", table.title, table_markdown(table));
    if (text.size() + next.size() > limit) {
      break;
    }
    text += next;
  }
  return text;
}

} // namespace tidegate::report
