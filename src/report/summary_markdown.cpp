// SPDX-License-Identifier: Apache-2.0
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/summary.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t slowest_shown = 5;
constexpr std::size_t lines_shown = 20;

// A piece of the summary that stands alone: all markup that it opens it closes.
struct Part {
  int weight{0}; // the lightest goes first where there is no room
  std::string markdown;
};

using Rows = std::vector<std::vector<std::string>>;

std::string headline_part(const BuildReport& report) {
  const Headline head = headline(report);
  std::string text = fmt::format("### {} {}: {} in {}\n\n",
                                 head.symbol,
                                 head.word,
                                 md_code(subject(report.build), 120),
                                 util::show_duration(report.build.duration));
  if (!head.reason.empty()) {
    text += "> " + md_text(head.reason, 1000) + "\n\n";
  }
  return text;
}

std::string failure_part(const model::Build& build) {
  if (!build.error) {
    return {};
  }
  const model::BuildError& error = *build.error;
  const std::string place = failure_place(build);
  const model::Step* const step = failed_step(build);
  std::string text = "**Failure** " + md_code(error.kind);
  text += place.empty() ? "" : " at " + md_code(place);
  text += step == nullptr ? "" : " in " + md_code(step->name);
  text += "\n\n";
  if (error.message.find('\n') != std::string::npos) { // else the headline has it
    text += md_fence(error.message) + "\n";
  }
  return error.excerpt.empty() ? text : text + md_fence(error.excerpt) + "\n";
}

std::string time_part(const BuildReport& report) {
  const auto base = baseline(report);
  std::string text = fmt::format("**Time** {}, {}\n",
                                 util::show_duration(report.build.duration),
                                 base ? describe(*base) : md_text(no_baseline(report)));
  const std::string line = sparkline(report);
  if (!line.empty()) {
    text += fmt::format("<br><code>{}</code> last {} and this one\n", line, base->samples);
  }
  return text + "\n";
}

std::string verdict_part(const std::vector<model::Verdict>& verdicts) {
  Rows rows;
  for (const model::Verdict& verdict : verdicts) {
    if (rows.size() < lines_shown) {
      rows.push_back({fmt::format("{} {}", symbol(verdict.status), model::to_text(verdict.status)),
                      md_text(verdict.metric, 80),
                      show_value(verdict.measured, verdict.unit),
                      show_value(verdict.limit, verdict.unit),
                      md_code(verdict.rule, 80),
                      show_samples(verdict),
                      md_text(verdict.reason)});
    }
  }
  return rows.empty()
             ? std::string{}
             : md_table({"verdict", "metric", ">measured", ">limit", "rule", ">samples", "reason"},
                        rows)
                   + "\n";
}

std::string bar(double share) {
  constexpr double width = 20;
  std::string text;
  const auto blocks = std::max(1L, std::lround(std::clamp(share, 0.0, 1.0) * width));
  for (long i = 0; i < blocks; ++i) {
    text += "█";
  }
  return text;
}

std::string phases_part(const model::Build& build) {
  const auto phases = used_phases(build.phases);
  double total = 0;
  for (const auto& [name, took] : phases) {
    total += took.count();
  }
  Rows rows;
  for (const auto& [name, took] : phases) {
    const double share = took.count() / total;
    rows.push_back(
        {std::string(name), util::show_duration(took), util::show_ratio(share), bar(share)});
  }
  return rows.empty() ? std::string{} : md_table({"phase", ">time", ">share", ""}, rows) + "\n";
}

std::string steps_part(const model::Build& build) {
  Rows rows;
  for (const model::Step* const step : slowest_steps(build, slowest_shown)) {
    std::string remark = step->cached ? "cached" : "";
    remark = step->error.empty() ? remark : "failed";
    rows.push_back({md_code(step->name, 160), util::show_duration(step->duration), remark});
  }
  return rows.empty() ? std::string{} : md_table({"slowest steps", ">time", ""}, rows) + "\n";
}

// "**Title** first · second", one item of a list for each.
std::string list(std::string_view title, const std::vector<std::string>& lines) {
  std::string text;
  const std::size_t shown = std::min(lines.size(), lines_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += fmt::format("- {} {}\n", title, md_text(lines[i]));
  }
  if (lines.size() > shown) {
    text += fmt::format("- and {} more\n", lines.size() - shown);
  }
  return text.empty() ? text : text + "\n";
}

std::string cache_part(const model::Cache& cache) {
  return fmt::format("**Cache** {}\n\n", md_text(cache_facts(cache)))
         + list("⚠️ **cache problem:**", cache.problems);
}

std::string image_part(const BuildReport& report) {
  const std::string facts = image_facts(report);
  std::string text = facts.empty() ? facts : "**Image** " + md_text(facts) + "\n\n";
  if (report.build.context_sent_bytes) {
    text +=
        fmt::format("**Context** {} sent\n\n", util::show_bytes(*report.build.context_sent_bytes));
  }
  const std::string health = health_facts(report.health);
  return health.empty() ? text : text + "health " + md_text(health) + "\n\n";
}

std::string machine_part(const model::Build& build) {
  const std::string builder = builder_facts(build.builder);
  const std::string runner = runner_facts(build.runner);
  if (builder.empty() && runner.empty()) {
    return {};
  }
  return fmt::format("<sub>built by {} on {}</sub>\n",
                     builder.empty() ? "an unknown builder" : md_text(builder, 200),
                     runner.empty() ? "an unknown machine" : md_text(runner, 200));
}

std::size_t size_of(const std::vector<Part>& parts) {
  std::size_t bytes = 0;
  for (const Part& part : parts) {
    bytes += part.markdown.size();
  }
  return bytes;
}

} // namespace

std::string markdown_summary(const BuildReport& report, std::size_t limit) {
  constexpr std::string_view cut_note = "_Parts were left out: the summary was too long._\n";
  const model::Build& build = report.build;
  std::vector<Part> parts{{10, headline_part(report)},
                          {8, failure_part(build)},
                          {7, time_part(report)},
                          {9, verdict_part(report.verdicts)},
                          {4, phases_part(build)},
                          {3, steps_part(build)},
                          {6, cache_part(build.cache)},
                          {5, image_part(report)},
                          {2, list("build check:", build.warnings)},
                          {2, list("notice:", build.notices)},
                          {1, machine_part(build)}};
  const bool too_long = size_of(parts) > limit;
  while (!parts.empty() && size_of(parts) + (too_long ? cut_note.size() : 0) > limit) {
    parts.erase(std::ranges::min_element(parts, {}, &Part::weight));
  }
  std::string text;
  for (const Part& part : parts) {
    text += part.markdown;
  }
  return too_long && text.size() + cut_note.size() <= limit ? text.append(cut_note) : text;
}

} // namespace tidegate::report
