// SPDX-License-Identifier: Apache-2.0
#include "report/context_facts.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::report {

std::string context_section(const BuildReport& report) {
  const model::BuildContext& context = report.build.context;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(context.largest.size());
  for (const model::ContextEntry& entry : context.largest) {
    rows.push_back({md_code(entry.path, 200), util::show_bytes(entry.bytes)});
  }
  if (rows.empty()) {
    return {};
  }
  return md_details("The largest entries of the build context", md_table({"path", ">size"}, rows));
}

} // namespace tidegate::report
