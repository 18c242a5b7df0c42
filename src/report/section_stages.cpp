// SPDX-License-Identifier: Apache-2.0
#include "analysis/timing.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t most_stages = 30;
constexpr std::size_t most_platforms = 6;

using Rows = std::vector<std::vector<std::string>>;

std::string time_cell(const std::optional<Seconds>& time) {
  return time ? util::show_duration(*time) : "";
}

std::string cached_cell(const model::Stage& stage) {
  if (stage.cacheable_steps == 0) {
    return {};
  }
  return fmt::format("{} of {}", stage.cached_steps, stage.cacheable_steps);
}

std::string bytes_cell(const std::optional<std::uint64_t>& bytes) {
  return bytes ? util::show_bytes(*bytes) : "";
}

std::vector<std::string> stage_row(const model::Stage& stage) {
  return {md_code(stage.name, 80) + (stage.final ? " (the image)" : ""),
          stage.platform.empty() ? "" : md_code(stage.platform, 40),
          time_cell(stage.wall),
          time_cell(stage.own),
          cached_cell(stage),
          bytes_cell(stage.size_bytes)};
}

// The runtime stage against the largest of the others on the same platform.
std::string size_sentence(const std::vector<model::Stage>& stages) {
  const auto runtime = std::ranges::find_if(
      stages, [](const model::Stage& stage) { return stage.final && stage.size_bytes; });
  if (runtime == stages.end()) {
    return {};
  }
  const model::Stage* largest = nullptr;
  for (const model::Stage& stage : stages) {
    const bool builder =
        !stage.final && stage.platform == runtime->platform && stage.size_bytes.value_or(0) > 0;
    if (builder && (largest == nullptr || *stage.size_bytes > *largest->size_bytes)) {
      largest = &stage;
    }
  }
  if (largest == nullptr) {
    return {};
  }
  const double share =
      static_cast<double>(*runtime->size_bytes) / static_cast<double>(*largest->size_bytes);
  return fmt::format("\nThe image has {} of the size of {} ({} against {}).\n",
                     util::show_ratio(share),
                     md_code(largest->name, 80),
                     util::show_bytes(*runtime->size_bytes),
                     util::show_bytes(*largest->size_bytes));
}

std::string
own_time(const model::Build& build, const std::string& stage, const std::string& platform) {
  const auto found = std::ranges::find_if(build.stages, [&](const model::Stage& candidate) {
    return candidate.name == stage && analysis::target_platform(candidate.platform) == platform;
  });
  return found == build.stages.end() ? "" : time_cell(found->own);
}

std::vector<std::string> stage_names(const std::vector<model::Stage>& stages) {
  std::vector<std::string> names;
  for (const model::Stage& stage : stages) {
    if (names.size() < most_stages && std::ranges::find(names, stage.name) == names.end()) {
      names.push_back(stage.name);
    }
  }
  return names;
}

} // namespace

std::string stages_section(const BuildReport& report) {
  const auto& stages = report.build.stages;
  if (stages.size() < 2) {
    return {};
  }
  Rows rows;
  for (std::size_t i = 0; i < std::min(stages.size(), most_stages); ++i) {
    rows.push_back(stage_row(stages[i]));
  }
  std::string text =
      md_table({"stage", "platform", ">wall time", ">at work", ">cached", ">size"}, rows);
  text += stages.size() > most_stages ? fmt::format("\nand {} more\n", stages.size() - most_stages)
                                      : "";
  return md_details("Stages", text + size_sentence(stages));
}

std::string platforms_section(const BuildReport& report) {
  const model::Build& build = report.build;
  const std::size_t shown = std::min(build.platforms.size(), most_platforms);
  const auto timed = [](const model::PlatformTime& platform) { return platform.own.has_value(); };
  if (shown < 2 || std::ranges::none_of(build.platforms, timed)) {
    return {};
  }
  std::vector<std::string> columns{"time at work"};
  std::vector<std::string> whole{"**all stages**"};
  for (std::size_t i = 0; i < shown; ++i) {
    const model::PlatformTime& platform = build.platforms[i];
    columns.push_back(fmt::format(
        ">{}{}", md_text(platform.platform, 40), platform.emulated ? " (emulated)" : ""));
    whole.push_back(time_cell(platform.own));
  }
  Rows rows;
  for (const std::string& stage : stage_names(build.stages)) {
    std::vector<std::string> row{md_code(stage, 80)};
    for (std::size_t i = 0; i < shown; ++i) {
      row.push_back(own_time(build, stage, build.platforms[i].platform));
    }
    rows.push_back(std::move(row));
  }
  rows.push_back(std::move(whole));
  return md_table(columns, rows) + "\n";
}

} // namespace tidegate::report
