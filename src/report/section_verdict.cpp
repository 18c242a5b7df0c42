// SPDX-License-Identifier: Apache-2.0
#include "report/baseline.hpp"
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "report/verdict_facts.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t verdicts_shown = 20;

// The headline has given one reason; of a budget that was kept, and of a metric that is as usual,
// the row says all.
bool needs_reason(const model::Verdict& verdict, const Headline& head) {
  const bool row_says_all = verdict.status == model::Status::pass
                            && (verdict.samples_wanted == 0 || verdict.rule == "prediction");
  return verdict.reason != head.reason && !row_says_all;
}

} // namespace

std::string headline_section(const BuildReport& report) {
  const Headline head = headline(report);
  std::string text = fmt::format("### {} {}: {} in {}\n\n",
                                 head.symbol,
                                 head.word,
                                 md_code(subject(report.build), 120),
                                 show_time(report.build.duration));
  if (!head.reason.empty()) {
    text += "> " + md_text(head.reason, 1000) + "\n\n";
  }
  return text;
}

std::string failure_section(const BuildReport& report) {
  const model::Build& build = report.build;
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

std::string time_section(const BuildReport& report) {
  const auto base = baseline(report);
  std::string text = fmt::format("**Time** {}, {}\n",
                                 show_time(report.build.duration),
                                 base ? describe(*base) : md_text(no_baseline(report)));
  const std::string line = sparkline(report);
  if (!line.empty()) {
    text += fmt::format("<br><code>{}</code> last {} and this one\n", line, base->samples);
  }
  return text + "\n";
}

std::string verdict_section(const BuildReport& report) {
  const Headline head = headline(report);
  std::vector<std::vector<std::string>> rows;
  std::string reasons;
  const auto [shown, folded] = shown_verdicts(report.verdicts, verdicts_shown);
  for (const model::Verdict* const verdict : shown) {
    rows.push_back({fmt::format("{} {}", symbol(verdict->status), model::to_text(verdict->status)),
                    md_text(verdict->metric, 80),
                    show_value(verdict->measured, verdict->unit),
                    show_value(verdict->limit, verdict->unit),
                    md_code(verdict->rule, 80),
                    show_samples(*verdict)});
    if (needs_reason(*verdict, head)) {
      reasons += fmt::format("- {} {}\n", symbol(verdict->status), md_text(verdict->reason));
    }
    for (const auto& note : verdict_notes(*verdict, report.verdicts)) {
      reasons += fmt::format("- {}: {}\n", md_text(verdict->metric, 80), md_text(note));
    }
  }
  if (!folded.empty()) {
    reasons += fmt::format("- {}\n", md_text(folded));
  }
  if (rows.empty()) {
    return reasons.empty() ? reasons : reasons + "\n";
  }
  const std::string table =
      md_table({"verdict", "metric", ">measured", ">limit", "rule", ">samples"}, rows);
  return table + "\n" + (reasons.empty() ? reasons : reasons + "\n");
}

} // namespace tidegate::report
