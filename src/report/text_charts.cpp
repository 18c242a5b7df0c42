// SPDX-License-Identifier: Apache-2.0
#include "report/text_charts.hpp"

#include "report/bars.hpp"
#include "report/display_width.hpp"
#include "report/facts.hpp"
#include "report/text_lines.hpp"
#include "report/timeline.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t bars_shown = 6;
constexpr int phase_columns = 20;
constexpr double least_share = 0.02; // phases below it share a line: the whole fits on a screen
constexpr int narrow = 50;
constexpr int wide = 130; // beyond it nobody sees which bar belongs to which name
constexpr int time_columns = 9;
constexpr std::string_view on_path = "█";
constexpr std::string_view off_path = "░";
constexpr std::string_view from_cache = "·";

struct Layout {
  int name{0};
  int bar{0};
};

Layout layout(const Timeline& timeline, int columns) {
  const int room = std::clamp(columns - 1, narrow, wide) - TextLines::margin - time_columns - 3;
  int name = 0;
  for (const TimelineBar& bar : timeline.bars) {
    name = std::max(name, display_width(safe_text(bar.step->name)));
  }
  name = std::min(name, room / 2);
  return {.name = name, .bar = room - name};
}

std::string_view block_of(const TimelineBar& bar, bool with_path) {
  if (bar.step->cached) {
    return from_cache;
  }
  return bar.critical() || !with_path ? on_path : off_path;
}

std::string_view colour_of(const TimelineBar& bar) {
  if (!bar.step->error.empty()) {
    return "\x1b[31m";
  }
  return bar.critical() ? "\x1b[33m" : "";
}

std::string name_of(const TimelineBar& bar, int columns) {
  const std::string name = safe_text(bar.step->name);
  const bool cut = display_width(name) > columns;
  return pad(std::string(fit(name, cut ? columns - 1 : columns)) + (cut ? "…" : ""), columns);
}

std::string legend(const Timeline& timeline, bool with_path) {
  std::vector<std::string> parts;
  if (with_path) {
    parts.push_back(fmt::format("{} bounded the build", on_path));
    parts.push_back(fmt::format("{} did not", off_path));
  }
  if (timeline.left_out > 0) {
    parts.push_back(fmt::format("{} more not shown", timeline.left_out));
  }
  return util::join(parts, ", ");
}

} // namespace

std::vector<std::string> phase_lines(const model::Build& build) {
  const auto phases = used_phases(build);
  Seconds total{0};
  for (const auto& [name, took] : phases) {
    total += took;
  }
  std::vector<std::string> lines;
  std::vector<std::string> small_names;
  Seconds small{0};
  const auto add = [&](std::string_view name, Seconds took) {
    lines.push_back(fmt::format("{} {:>7}  {}",
                                pad(name, 12),
                                util::show_duration(took),
                                bar(took / total, phase_columns)));
  };
  for (const auto& [name, took] : phases) {
    if (took < total * least_share) {
      small_names.emplace_back(name);
      small += took;
    } else {
      add(name, took);
    }
  }
  if (small_names.size() == 1) {
    add(small_names.front(), small);
  } else if (!small_names.empty()) {
    lines.push_back(fmt::format("{} {:>7}  {}",
                                pad("the rest", 12),
                                util::show_duration(small),
                                util::join(small_names, ", ")));
  }
  return lines;
}

std::vector<std::string> timeline_lines(const model::Build& build, const TextStyle& style) {
  const Timeline shown = timeline(build, bars_shown, false);
  const Layout columns = layout(shown, style.columns);
  const bool with_path =
      std::ranges::any_of(shown.bars, [](const TimelineBar& bar) { return bar.critical(); });
  std::vector<std::string> lines;
  for (const TimelineBar& one : shown.bars) {
    const std::string_view colour = style.colour ? colour_of(one) : "";
    const std::string placed = placed_bar(
        one.from / shown.length, one.to / shown.length, columns.bar, block_of(one, with_path));
    lines.push_back(fmt::format(
        "{} ▏{}{}{}▏{:>8}",
        name_of(one, columns.name),
        colour,
        placed,
        colour.empty() ? "" : "\x1b[0m",
        show_time(one.step->duration ? one.step->duration : std::optional(one.to - one.from))));
  }
  std::string meaning = lines.empty() ? "" : legend(shown, with_path);
  if (!meaning.empty()) {
    lines.emplace_back(fit(meaning, std::max(style.columns - 1 - TextLines::margin, narrow / 2)));
  }
  return lines;
}

} // namespace tidegate::report
