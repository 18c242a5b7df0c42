// SPDX-License-Identifier: Apache-2.0
#include "report/bars.hpp"
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/mermaid.hpp"
#include "report/sections.hpp"
#include "report/step_facts.hpp"
#include "report/timeline.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr int bar_columns = 20;
constexpr std::size_t most_bars = 40;
constexpr std::size_t open_bars = 12;
constexpr std::size_t most_steps = 30;

std::vector<std::string> phase_row(const std::string& name, Seconds took, double total) {
  const double share = took.count() / total;
  return {name, util::show_duration(took), util::show_ratio(share), bar(share, bar_columns)};
}

std::string legend(const Timeline& timeline) {
  const auto critical = [](const TimelineBar& bar) { return bar.critical(); };
  const auto cached = [](const TimelineBar& bar) { return bar.step->cached; };
  std::string text = std::ranges::any_of(timeline.bars, critical)
                         ? "red: the critical path, which bounded the build; "
                         : "";
  text += std::ranges::any_of(timeline.bars, cached) ? "grey: from the cache; " : "";
  if (timeline.left_out > 0) {
    text += fmt::format("{} {} left out; ",
                        timeline.left_out,
                        timeline.left_out == 1 ? "shorter step" : "shorter steps");
  }
  text.resize(text.size() - std::min<std::size_t>(text.size(), 2));
  return text.empty() ? text : fmt::format("\n<sub>{}</sub>\n", text);
}

std::string seconds_cell(const std::optional<Seconds>& time) {
  return time && *time > Seconds{0} ? util::show_duration(*time) : "";
}

std::string bound_cell(const model::Step& step) {
  if (!step.resources) {
    return {};
  }
  const model::StepResources& used = *step.resources;
  std::vector<std::string> parts;
  if (used.cpu) {
    parts.push_back(util::show_duration(*used.cpu) + " CPU");
  }
  if (used.memory_peak_bytes) {
    parts.push_back(util::show_bytes(*used.memory_peak_bytes) + " memory");
  }
  std::string text = used.bound_by.empty() ? "" : fmt::format("**{}**", md_text(used.bound_by, 20));
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::vector<std::string> step_row(const model::Step& step) {
  const auto timing = [&](Seconds model::StepTiming::* part) {
    return step.timing ? seconds_cell((*step.timing).*part) : "";
  };
  const std::string place = step_place(step);
  std::string remark = step.cached ? " cached" : "";
  remark = step.error.empty() ? remark : " failed";
  remark += step.emulated ? " emulated" : "";
  return {md_code(step.name, 160) + remark,
          place.empty() ? "" : md_code(place, 160),
          show_time(step.duration),
          timing(&model::StepTiming::waited),
          timing(&model::StepTiming::own),
          timing(&model::StepTiming::critical),
          bound_cell(step)};
}

} // namespace

// Phases below one percent share a row, so that the rows still sum up to the whole.
std::string phases_section(const BuildReport& report) {
  const auto phases = used_phases(report.build);
  double total = 0;
  for (const auto& [name, took] : phases) {
    total += took.count();
  }
  Rows rows;
  std::string small_names;
  Seconds small{0};
  for (const auto& [name, took] : phases) {
    if (took.count() < total / 100) {
      small_names += small_names.empty() ? name : fmt::format(", {}", name);
      small += took;
    } else {
      rows.push_back(phase_row(std::string(name), took, total));
    }
  }
  if (!small_names.empty()) {
    rows.push_back(phase_row(small_names, small, total));
  }
  return rows.empty() ? std::string{} : md_table({"phase", ">time", ">share", ""}, rows) + "\n";
}

std::string timeline_section(const BuildReport& report) {
  const Timeline shown = timeline(report.build, most_bars, true);
  const std::string diagram = gantt(report.build, shown);
  if (diagram.empty()) {
    return {};
  }
  const std::string text = diagram + legend(shown);
  return shown.bars.size() > open_bars
             ? md_details(fmt::format("Timeline of {} steps", shown.bars.size()), text)
             : text + "\n";
}

std::string steps_section(const BuildReport& report) {
  const model::Build& build = report.build;
  Rows rows;
  for (const model::Step* const step : slowest_steps(build, most_steps)) {
    if (!rows.empty() && *step->duration < build.duration.value_or(Seconds{0}) / 100) {
      break;
    }
    rows.push_back(step_row(*step));
  }
  if (rows.empty()) {
    return {};
  }
  return md_details(
      "Slowest steps",
      md_table({"step", "line", ">time", ">waited", ">own time", ">bounded the build", "bound by"},
               rows));
}

} // namespace tidegate::report
