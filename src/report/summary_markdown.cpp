// SPDX-License-Identifier: Apache-2.0
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/summary.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
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

std::vector<const model::Verdict*> gravest_first(const std::vector<model::Verdict>& verdicts) {
  std::vector<const model::Verdict*> sorted;
  sorted.reserve(verdicts.size());
  for (const model::Verdict& verdict : verdicts) {
    sorted.push_back(&verdict);
  }
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const model::Verdict* verdict) {
    return verdict->status;
  });
  sorted.resize(std::min(sorted.size(), lines_shown));
  return sorted;
}

// The headline has given one reason; of a budget that was kept the row says all.
bool needs_reason(const model::Verdict& verdict, const Headline& head) {
  const bool row_says_all = verdict.status == model::Status::pass && verdict.samples_wanted == 0;
  return verdict.reason != head.reason && !row_says_all;
}

std::string verdict_part(const BuildReport& report) {
  const Headline head = headline(report);
  Rows rows;
  std::string reasons;
  for (const model::Verdict* const verdict : gravest_first(report.verdicts)) {
    rows.push_back({fmt::format("{} {}", symbol(verdict->status), model::to_text(verdict->status)),
                    md_text(verdict->metric, 80),
                    show_value(verdict->measured, verdict->unit),
                    show_value(verdict->limit, verdict->unit),
                    md_code(verdict->rule, 80),
                    show_samples(*verdict)});
    if (needs_reason(*verdict, head)) {
      reasons += fmt::format("- {} {}\n", symbol(verdict->status), md_text(verdict->reason));
    }
  }
  if (rows.empty()) {
    return {};
  }
  const std::string table =
      md_table({"verdict", "metric", ">measured", ">limit", "rule", ">samples"}, rows);
  return table + "\n" + (reasons.empty() ? reasons : reasons + "\n");
}

std::string bar(double share) {
  constexpr std::array<std::string_view, 8> parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  constexpr double width = 20;
  std::string text;
  const auto eighths = std::max(1L, std::lround(std::clamp(share, 0.0, 1.0) * width * 8));
  for (long i = 0; i < eighths / 8; ++i) {
    text += "█";
  }
  return text += parts.at(static_cast<std::size_t>(eighths % 8));
}

std::vector<std::string> phase_row(const std::string& name, double took, double total) {
  return {
      name, util::show_duration(Seconds(took)), util::show_ratio(took / total), bar(took / total)};
}

// Phases below one percent share a row, so that the rows still sum up to the whole.
std::string phases_part(const model::Build& build) {
  const auto phases = used_phases(build.phases);
  double total = 0;
  for (const auto& [name, took] : phases) {
    total += took.count();
  }
  Rows rows;
  std::string small_names;
  double small = 0;
  for (const auto& [name, took] : phases) {
    if (took.count() < total / 100) {
      small_names += small_names.empty() ? name : fmt::format(", {}", name);
      small += took.count();
    } else {
      rows.push_back(phase_row(std::string(name), took.count(), total));
    }
  }
  if (!small_names.empty()) {
    rows.push_back(phase_row(small_names, small, total));
  }
  return rows.empty() ? std::string{} : md_table({"phase", ">time", ">share", ""}, rows) + "\n";
}

std::string steps_part(const model::Build& build) {
  Rows rows;
  for (const model::Step* const step : slowest_steps(build, slowest_shown)) {
    if (!rows.empty() && step->duration < build.duration / 100) {
      break;
    }
    std::string remark = step->cached ? " cached" : "";
    remark = step->error.empty() ? remark : " failed";
    rows.push_back({md_code(step->name, 160) + remark, util::show_duration(step->duration)});
  }
  return rows.empty() ? std::string{} : md_table({"slowest steps", ">time"}, rows) + "\n";
}

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

std::string remarks_part(const model::Build& build) {
  const std::string text = items("build check:", build.warnings) + items("notice:", build.notices);
  return text.empty() ? text : text + "\n";
}

std::string facts_part(const BuildReport& report) {
  const model::Cache& cache = report.build.cache;
  const std::string image = image_facts(report);
  const std::string health = health_facts(report.health);
  std::string text = fmt::format("- **Cache** {}\n", md_text(cache_facts(cache)));
  text += items("⚠️ **cache problem:**", cache.problems);
  text += image.empty() ? "" : fmt::format("- **Image** {}\n", md_text(image));
  if (report.build.context_sent_bytes) {
    text +=
        fmt::format("- **Context** {} sent\n", util::show_bytes(*report.build.context_sent_bytes));
  }
  text += health.empty() ? "" : fmt::format("- **Health** {}\n", md_text(health));
  return text + "\n";
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
                          {9, verdict_part(report)},
                          {4, phases_part(build)},
                          {3, steps_part(build)},
                          {5, facts_part(report)},
                          {2, remarks_part(build)},
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
