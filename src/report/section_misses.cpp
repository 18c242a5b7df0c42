// SPDX-License-Identifier: Apache-2.0
#include "report/compared_with.hpp"
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "report/step_facts.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t open_rows = 5;
constexpr std::size_t most_rows = 30;
constexpr std::size_t evidence_shown = 4;
constexpr std::size_t most_invalidations = 10;

std::string code_or_nothing(const std::string& text, std::size_t limit = 160) {
  return text.empty() ? "" : md_code(text, limit);
}

std::string evidence_cell(const model::Miss& miss) {
  std::string cell;
  const std::size_t shown = std::min(miss.evidence.size(), evidence_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    cell += (cell.empty() ? "" : "<br>") + md_text(miss.evidence[i], 160);
  }
  if (miss.evidence.size() > shown) {
    cell += fmt::format("<br>and {} more", miss.evidence.size() - shown);
  }
  return cell;
}

std::vector<const model::Miss*> costliest_first(const std::vector<model::Miss>& misses) {
  std::vector<const model::Miss*> sorted;
  sorted.reserve(misses.size());
  for (const model::Miss& miss : misses) {
    sorted.push_back(&miss);
  }
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const model::Miss* miss) {
    return miss->cost.value_or(Seconds{0});
  });
  return sorted;
}

std::string place_of(const model::Step& step) {
  const std::string place = step_place(step);
  return place.empty() ? "" : fmt::format(" at {}", md_code(place, 160));
}

// "against the build of 2026-11-20T10:12:13Z (0123abc, refs/heads/main)"
std::string baseline_text(const model::Baseline& baseline) {
  std::string text = "compared with the build";
  text += baseline.started ? " of " + util::to_rfc3339(*baseline.started) : " " + baseline.id;
  text += baseline.sha.empty() ? "" : ", commit " + baseline.sha.substr(0, 7);
  text += baseline.ref.empty() ? "" : ", " + baseline.ref;
  return text + merge_base_words(baseline);
}

} // namespace

std::string why_section(const BuildReport& report) {
  const auto reason = why(report.build);
  if (!reason) {
    return {};
  }
  const std::string from = reason->step == nullptr
                               ? ""
                               : fmt::format(", from {}{} on",
                                             md_code(step_title(report.build, *reason->step), 120),
                                             place_of(*reason->step));
  return fmt::format("**Why** {}{}\n\n", md_text(reason->sentence), from);
}

std::string misses_section(const BuildReport& report) {
  const model::Build& build = report.build;
  std::vector<std::vector<std::string>> rows;
  for (const model::Miss* const miss : costliest_first(build.misses)) {
    const model::Step* const step = step_at(build, miss->step);
    if (step == nullptr || rows.size() == most_rows) {
      continue;
    }
    rows.push_back({md_code(step->name, 160),
                    code_or_nothing(step_place(*step)),
                    md_text(miss->because.empty() ? cause_words(miss->cause) : miss->because, 300),
                    evidence_cell(*miss),
                    fmt::format("{}", miss->followers.size()),
                    miss->cost ? util::show_duration(*miss->cost) : ""});
  }
  if (rows.empty()) {
    return {};
  }
  std::string table = md_table(
      {"first step that was not cached", "line", "why", "evidence", ">steps after it", ">cost"},
      rows);
  if (build.baseline) {
    table += fmt::format("\n<sub>{}</sub>\n", md_text(baseline_text(*build.baseline), 300));
  }
  return rows.size() > open_rows
             ? md_details(fmt::format("Why {} stages ran again", rows.size()), table)
             : table + "\n";
}

std::string invalidations_section(const BuildReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const analysis::Invalidation& step : report.invalidations) {
    if (rows.size() == most_invalidations) {
      break;
    }
    rows.push_back({code_or_nothing(step.stage, 80),
                    md_code(step.instruction, 160),
                    code_or_nothing(step.platform, 40),
                    fmt::format("{} of {}", step.times, step.builds),
                    md_text(cause_words(step.cause)),
                    step.mean_cost ? util::show_duration(*step.mean_cost) : ""});
  }
  if (rows.empty()) {
    return {};
  }
  return md_details(
      "Steps that invalidated the cache most",
      md_table({"stage", "step", "platform", ">builds", "mostly because", ">mean cost"}, rows));
}

} // namespace tidegate::report
