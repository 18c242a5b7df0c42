// SPDX-License-Identifier: Apache-2.0
#include "report/display_width.hpp"
#include "report/facts.hpp"
#include "report/summary.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t slowest_shown = 3;
constexpr std::size_t list_shown = 3;
constexpr std::size_t line_bytes = 300;

std::string safe(std::string_view text, std::size_t limit = line_bytes) {
  std::string line(text.substr(0, limit * 2));
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return util::shorten(util::to_printable(line), limit);
}

// "  label    text" lines; the label stands on the first of a group only.
class Lines {
public:
  void add(std::string_view label, std::string_view text) {
    if (!text.empty()) {
      const bool repeated = label == last_label_;
      text_ += fmt::format("  {} {}\n", pad(repeated ? "" : label, 8), safe(text));
      last_label_ = label;
    }
  }

  void add_list(std::string_view label, const std::vector<std::string>& items) {
    const std::size_t shown = std::min(items.size(), list_shown);
    for (std::size_t i = 0; i < shown; ++i) {
      add(label, items[i]);
    }
    if (items.size() > shown) {
      add(label, fmt::format("and {} more", items.size() - shown));
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  std::string text_;
  std::string last_label_;
};

std::string_view colour_of(Headline::Mood mood) {
  switch (mood) {
  case Headline::Mood::good:
    return "\x1b[1;32m";
  case Headline::Mood::warning:
    return "\x1b[1;33m";
  case Headline::Mood::bad:
    return "\x1b[1;31m";
  case Headline::Mood::neutral:
    break;
  }
  return "\x1b[1;36m";
}

std::string headline_text(const BuildReport& report, bool colour) {
  const Headline head = headline(report);
  std::string word = head.word;
  std::ranges::transform(
      word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return fmt::format("{}{}{}  {} in {}\n",
                     colour ? colour_of(head.mood) : "",
                     word,
                     colour ? "\x1b[0m" : "",
                     safe(subject(report.build), 120),
                     util::show_duration(report.build.duration));
}

void add_failure(Lines& lines, const model::Build& build) {
  if (!build.error) {
    return;
  }
  const std::string place = failure_place(build);
  const model::Step* const step = failed_step(build);
  lines.add("failure",
            fmt::format("{}{}{}{}{}",
                        build.error->kind,
                        place.empty() ? "" : " at ",
                        place,
                        step == nullptr ? "" : " in ",
                        step == nullptr ? "" : step->name));
  lines.add("failure", build.error->message);
}

void add_time(Lines& lines, const BuildReport& report) {
  const auto base = baseline(report);
  const std::string spark = sparkline(report);
  lines.add("time",
            fmt::format("{}, {}{}",
                        util::show_duration(report.build.duration),
                        base ? describe(*base) : no_baseline(report),
                        spark.empty() ? "" : "  " + spark));
}

void add_work(Lines& lines, const model::Build& build) {
  std::vector<std::string> phases;
  for (const auto& [name, took] : used_phases(build.phases)) {
    phases.push_back(fmt::format("{} {}", name, util::show_duration(took)));
  }
  lines.add("phases", util::join(phases, ", "));
  for (const model::Step* const step : slowest_steps(build, slowest_shown)) {
    lines.add("slowest",
              fmt::format("{:>7}  {}{}",
                          util::show_duration(step->duration),
                          safe(step->name, 120),
                          step->cached ? "  cached" : ""));
  }
}

void add_verdicts(Lines& lines, const std::vector<model::Verdict>& verdicts) {
  for (const model::Verdict& verdict : verdicts) {
    lines.add("verdict",
              fmt::format("{}: {}, measured {}, limit {}, rule {}, samples {}",
                          safe(verdict.metric, 80),
                          model::to_text(verdict.status),
                          show_value(verdict.measured, verdict.unit),
                          show_value(verdict.limit, verdict.unit),
                          safe(verdict.rule, 80),
                          show_samples(verdict)));
    if (verdict.status == model::Status::fail || verdict.status == model::Status::warn) {
      lines.add("reason", verdict.reason);
    }
  }
}

} // namespace

std::string text_summary(const BuildReport& report, bool colour) {
  const model::Build& build = report.build;
  Lines lines;
  add_failure(lines, build);
  add_verdicts(lines, report.verdicts);
  add_time(lines, report);
  add_work(lines, build);
  lines.add("cache", cache_facts(build.cache));
  lines.add_list("PROBLEM", build.cache.problems);
  lines.add("image", image_facts(report));
  if (build.context_sent_bytes) {
    lines.add("context", util::show_bytes(*build.context_sent_bytes) + " sent");
  }
  lines.add("health", health_facts(report.health));
  lines.add_list("notice", build.notices);
  lines.add("builder", builder_facts(build.builder));
  lines.add("runner", runner_facts(build.runner));
  return headline_text(report, colour) + lines.text();
}

} // namespace tidegate::report
