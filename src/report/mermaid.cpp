// SPDX-License-Identifier: Apache-2.0
#include "report/mermaid.hpp"

#include "report/step_facts.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <utility>
#include <vector>

namespace tidegate::report {
namespace {

constexpr std::size_t label_bytes = 60;
constexpr std::size_t section_bytes = 40;
constexpr Seconds most{24 * 3600}; // the time of a day is all that the axis can show

constexpr std::array<std::pair<char, std::string_view>, 14> lookalikes{{{':', "∶"},
                                                                        {';', "；"},
                                                                        {'#', "♯"},
                                                                        {'%', "％"},
                                                                        {'{', "｛"},
                                                                        {'}', "｝"},
                                                                        {'<', "‹"},
                                                                        {'>', "›"},
                                                                        {'&', "＆"},
                                                                        {'"', "″"},
                                                                        {'`', "ˋ"},
                                                                        {'\\', "∖"},
                                                                        {'$', "＄"},
                                                                        {'\t', " "}}};

// A time of the day, not a number of milliseconds: those are shown in the reader's time zone, which
// may be half an hour off.
std::string clock_time(std::chrono::milliseconds time) {
  const auto count = time.count();
  return fmt::format("{:02}:{:02}:{:02}.{:03}",
                     count / 3'600'000,
                     count / 60'000 % 60,
                     count / 1000 % 60,
                     count % 1000);
}

// The duration comes first: a label that begins with a word may begin with a keyword, and one that
// begins with a date is one.
std::string label(const model::Build& build, const TimelineBar& bar) {
  return fmt::format("{} {}{}",
                     util::show_duration(bar.step->duration.value_or(bar.to - bar.from)),
                     bar.step->error.empty() ? "" : "failed - ",
                     mermaid_text(step_title(build, *bar.step), label_bytes));
}

std::string task(const model::Build& build, const TimelineBar& bar) {
  const auto from = std::chrono::round<std::chrono::milliseconds>(bar.from);
  const auto to = std::chrono::round<std::chrono::milliseconds>(bar.to);
  return fmt::format("  {} :{}{}{}, {}\n",
                     label(build, bar),
                     bar.critical() ? "crit, " : "",
                     bar.step->cached ? "done, " : "",
                     clock_time(from),
                     clock_time(std::max(to, from + std::chrono::milliseconds(1))));
}

std::string_view axis_format(Seconds length) {
  if (length < Seconds(5)) {
    return "%S.%L s";
  }
  return length < Seconds(3600) ? "%M:%S" : "%H:%M:%S";
}

} // namespace

std::string mermaid_text(std::string_view text, std::size_t limit) {
  std::string line(text.substr(0, limit * 2));
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  std::string safe;
  for (const char c : util::shorten(util::to_printable(line), limit)) {
    const auto found = std::ranges::find(lookalikes, c, &std::pair<char, std::string_view>::first);
    if (found == lookalikes.end()) {
      safe += c;
    } else {
      safe += found->second;
    }
  }
  return safe;
}

std::string gantt(const model::Build& build, const Timeline& timeline) {
  if (timeline.bars.empty() || timeline.length >= most) {
    return {};
  }
  std::vector<std::pair<std::string, std::string>> sections; // in the order of their first bar
  for (const TimelineBar& bar : timeline.bars) {
    const std::string& stage = bar.step->stage;
    auto found = std::ranges::find(sections, stage, &std::pair<std::string, std::string>::first);
    if (found == sections.end()) {
      found = sections.insert(found, {stage, ""});
    }
    found->second += task(build, bar);
  }
  std::string text = fmt::format(
      "```mermaid\ngantt\n  dateFormat HH:mm:ss.SSS\n  axisFormat {}\n  todayMarker off\n",
      axis_format(timeline.length));
  for (const auto& [stage, tasks] : sections) {
    const std::string name = stage.empty() ? "BuildKit" : mermaid_text(stage, section_bytes);
    text += fmt::format("  section {}\n{}", name, tasks);
  }
  return text + "```\n";
}

} // namespace tidegate::report
