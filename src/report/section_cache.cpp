// SPDX-License-Identifier: Apache-2.0
#include "report/cache_account.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t most_scopes = 20;
constexpr std::size_t most_advice = 5;

std::string scopes_table(const std::vector<model::CacheScope>& scopes) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(scopes.size(), most_scopes); ++i) {
    rows.push_back({md_code(scopes[i].name, 120),
                    fmt::format("{}", scopes[i].entries),
                    util::show_bytes(scopes[i].bytes)});
  }
  if (rows.empty()) {
    return {};
  }
  std::string table = "\n" + md_table({"scope", ">entries", ">size"}, rows);
  if (scopes.size() > most_scopes) {
    table += fmt::format("\nand {} more\n", scopes.size() - most_scopes);
  }
  return table;
}

} // namespace

std::string cache_section(const BuildReport& report) {
  const auto& account = report.build.cache.account;
  if (!account) {
    return {};
  }
  std::string text;
  for (const std::string& line : account_lines(*account, report.build.cache)) {
    text += fmt::format("- {}\n", md_text(line));
  }
  for (std::size_t i = 0; i < std::min(account->advice.size(), most_advice); ++i) {
    text += fmt::format("- 💡 {}\n", md_text(advice_line(account->advice[i])));
  }
  return md_details("What the cache saved and cost", text + scopes_table(account->scopes));
}

} // namespace tidegate::report
