// SPDX-License-Identifier: Apache-2.0
#include "report/cache_account.hpp"
#include "report/context_facts.hpp"
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t lines_shown = 20;

// One item of a list for each line.
std::string items(std::string_view title, const std::vector<std::string>& lines) {
  std::string text;
  const std::size_t shown = std::min(lines.size(), lines_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += fmt::format("- {} {}\n", title, md_text(lines[i]));
  }
  if (lines.size() > shown) {
    text += fmt::format("- and {} more\n", lines.size() - shown);
  }
  return text;
}

std::string fact(std::string_view name, const std::string& text) {
  return text.empty() ? text : fmt::format("- **{}** {}\n", name, md_text(text));
}

} // namespace

std::string facts_section(const BuildReport& report) {
  const model::Build& build = report.build;
  std::string text = fact("Cache", cache_facts(build.cache));
  text += fact("Built again", rebuilt_facts(build));
  text += items("⚠️ **cache problem:**", build.cache.problems);
  text += items("🔧 **remedy:**", remedies(build.cache));
  text += fact("Image", image_facts(report));
  text += fact("Context", context_facts(build.context));
  return text + fact("Health", health_facts(report.health)) + "\n";
}

std::string remarks_section(const BuildReport& report) {
  const std::string text =
      items("build check:", report.build.warnings) + items("notice:", report.build.notices);
  return text.empty() ? text : text + "\n";
}

std::string machine_section(const BuildReport& report) {
  const std::string builder = builder_facts(report.build.builder);
  const std::string runner = runner_facts(report.build.runner);
  if (builder.empty() && runner.empty()) {
    return {};
  }
  return fmt::format("<sub>built by {} on {}</sub>\n",
                     builder.empty() ? "an unknown builder" : md_text(builder, 200),
                     runner.empty() ? "an unknown machine" : md_text(runner, 200));
}

} // namespace tidegate::report
