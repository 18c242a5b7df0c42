// SPDX-License-Identifier: Apache-2.0
#include "report/baseline.hpp"
#include "report/cache_account.hpp"
#include "report/context_facts.hpp"
#include "report/facts.hpp"
#include "report/step_facts.hpp"
#include "report/summary.hpp"
#include "report/text_charts.hpp"
#include "report/text_lines.hpp"
#include "report/verdict_facts.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t slowest_shown = 3;
constexpr std::size_t stages_shown = 4;
constexpr std::size_t verdicts_shown = 20;

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
                     safe_text(subject(report.build), 120),
                     show_time(report.build.duration));
}

void add_failure(TextLines& lines, const model::Build& build) {
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

void add_why(TextLines& lines, const model::Build& build) {
  const auto reason = why(build);
  if (!reason) {
    return;
  }
  lines.add("why", reason->sentence);
  if (reason->step != nullptr) {
    const std::string place = step_place(*reason->step);
    lines.add(
        "why",
        fmt::format("from {}{}{} on", reason->step->name, place.empty() ? "" : " at ", place));
  }
}

void add_time(TextLines& lines, const BuildReport& report) {
  const auto base = baseline(report);
  const std::string spark = sparkline(report);
  lines.add("time",
            fmt::format("{}, {}{}",
                        show_time(report.build.duration),
                        base ? describe(*base) : no_baseline(report),
                        spark.empty() ? "" : "  " + spark));
}

// A source without a clock has no timeline, but it may have durations.
void add_slowest(TextLines& lines, const model::Build& build) {
  for (const model::Step* const step : slowest_steps(build, slowest_shown)) {
    lines.add("slowest",
              fmt::format("{:>7}  {}{}",
                          show_time(step->duration),
                          safe_text(step->name, 120),
                          step->cached ? "  cached" : ""));
  }
}

void add_charts(TextLines& lines, const model::Build& build, const TextStyle& style) {
  for (const std::string& line : phase_lines(build)) {
    lines.add("phases", line);
  }
  const auto timeline = timeline_lines(build, style);
  for (const std::string& line : timeline) {
    lines.add_safe("timeline", line);
  }
  if (timeline.empty()) {
    add_slowest(lines, build);
  }
}

void add_stages(TextLines& lines, const std::vector<model::Stage>& stages) {
  std::string text;
  for (std::size_t i = 0; stages.size() > 1 && i < std::min(stages.size(), stages_shown); ++i) {
    const model::Stage& stage = stages[i];
    text += fmt::format("{}{}{}{}",
                        text.empty() ? "" : " · ",
                        safe_text(stage.name, 60),
                        stage.own ? " " + util::show_duration(*stage.own) : "",
                        stage.size_bytes ? " " + util::show_bytes(*stage.size_bytes) : "");
  }
  if (!text.empty() && stages.size() > stages_shown) {
    text += fmt::format(" · and {} more", stages.size() - stages_shown);
  }
  lines.add("stages", text);
}

void add_result(TextLines& lines, const model::Verdict& verdict) {
  const bool by_past = verdict.rule == "prediction";
  if (by_past && verdict.status == model::Status::learning) {
    // The reason says all: of the first builds there are many.
    lines.add("verdict", safe_text(verdict.metric, 80) + ": " + verdict.reason);
    return;
  }
  lines.add("verdict",
            fmt::format("{}: {}, measured {}, limit {}, rule {}, samples {}",
                        safe_text(verdict.metric, 80),
                        model::to_text(verdict.status),
                        show_value(verdict.measured, verdict.unit),
                        show_value(verdict.limit, verdict.unit),
                        safe_text(verdict.rule, 80),
                        show_samples(verdict)));
  if (verdict.status == model::Status::fail || verdict.status == model::Status::warn
      || (by_past && verdict.status != model::Status::pass)) {
    lines.add("reason", verdict.reason);
  }
}

void add_verdicts(TextLines& lines, const std::vector<model::Verdict>& verdicts) {
  const auto [shown, folded] = shown_verdicts(verdicts, verdicts_shown);
  for (const model::Verdict* const verdict : shown) {
    add_result(lines, *verdict);
    lines.add_list("note", verdict_notes(*verdict, verdicts));
  }
  lines.add("others", folded);
}

void add_cache(TextLines& lines, const model::Cache& cache) {
  lines.add("cache", cache_facts(cache));
  lines.add_list("PROBLEM", cache.problems);
  lines.add_list("remedy", remedies(cache));
  if (!cache.account) {
    return;
  }
  lines.add("account", account_lines(*cache.account, cache).front());
  if (!cache.account->advice.empty()) {
    lines.add("advice", advice_line(cache.account->advice.front()));
  }
}

} // namespace

std::string text_summary(const BuildReport& report, const TextStyle& style) {
  const model::Build& build = report.build;
  TextLines lines;
  add_failure(lines, build);
  add_why(lines, build);
  add_verdicts(lines, report.verdicts);
  add_time(lines, report);
  add_charts(lines, build, style);
  add_stages(lines, build.stages);
  lines.add("REBUILT", rebuilt_facts(build));
  add_cache(lines, build.cache);
  lines.add("image", image_facts(report));
  lines.add("context", context_facts(build.context));
  lines.add("health", health_facts(report.health));
  lines.add_list("notice", build.notices);
  lines.add("builder", builder_facts(build.builder));
  lines.add("runner", runner_facts(build.runner));
  return headline_text(report, style.colour) + lines.text();
}

} // namespace tidegate::report
