// SPDX-License-Identifier: Apache-2.0
#include "report/annotations.hpp"

#include "analysis/highlights.hpp"
#include "report/facts.hpp"
#include "report/limits.hpp"
#include "report/step_facts.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using model::Annotation;

bool is_remote(const std::string& context) {
  return context == "-" || context.find("://") != std::string::npos || context.starts_with("git@");
}

// The Dockerfile as the repository knows it, or empty where it is not in it.
std::string dockerfile_path(const model::Build& build) {
  const auto& request = build.request;
  if (is_remote(request.context) || is_remote(request.dockerfile)) {
    return {};
  }
  if (!request.dockerfile.empty()) {
    return request.dockerfile;
  }
  const bool here = request.context.empty() || request.context == ".";
  return here ? "Dockerfile"
              : request.context + (request.context.ends_with('/') ? "" : "/") + "Dockerfile";
}

// Puts the remark beside the step's instruction, where both are known.
void place(Annotation& note, const model::Build& build, const model::Step& step) {
  if (!step.lines || step.lines->first < 1) {
    return;
  }
  // An observed build was not asked for by us: only its steps name the Dockerfile.
  const bool asked = !build.request.context.empty() || !build.request.dockerfile.empty();
  note.file = asked || step.lines->file.empty() ? dockerfile_path(build) : step.lines->file;
  note.line = note.file.empty() ? std::nullopt : std::optional(step.lines->first);
}

void add_failure(std::vector<Annotation>& list, const model::Build& build) {
  if (build.outcome != model::Outcome::failure || !build.error) {
    return;
  }
  Annotation note{Annotation::Level::error, "build failed", build.error->message, "", std::nullopt};
  note.title += build.error->kind.empty() ? "" : ": " + build.error->kind;
  note.file = build.error->line ? dockerfile_path(build) : "";
  note.line = note.file.empty() ? std::nullopt : build.error->line;
  const model::Step* const step = failed_step(build);
  if (!build.error->line && step != nullptr) {
    place(note, build, *step);
  }
  list.push_back(std::move(note));
}

void add_misses(std::vector<Annotation>& list,
                const model::Build& build,
                const std::vector<int>& misses) {
  for (const int position : misses) {
    const model::Miss& miss = build.misses[static_cast<std::size_t>(position)];
    const model::Step* const step = step_at(build, miss.step);
    if (step == nullptr) {
      continue;
    }
    Annotation note{Annotation::Level::notice,
                    "not taken from the cache",
                    fmt::format("{}: {}", step->name, why_sentence(miss)),
                    "",
                    std::nullopt};
    for (const std::string& evidence : miss.evidence) {
      note.message += "\n" + evidence;
    }
    place(note, build, *step);
    list.push_back(std::move(note));
  }
}

void add_slow_steps(std::vector<Annotation>& list,
                    const model::Build& build,
                    const std::vector<int>& steps) {
  for (const int position : steps) {
    const model::Step& step = build.steps[static_cast<std::size_t>(position)];
    const Seconds bounded = step.timing ? step.timing->critical : Seconds{0};
    const std::string resource = step.resources ? step.resources->bound_by : "";
    Annotation note{Annotation::Level::notice,
                    "slow step",
                    fmt::format("{} bounded the build for {} of {}{}",
                                step.name,
                                util::show_duration(bounded),
                                show_time(build.duration),
                                resource.empty() ? "" : ", itself bound by " + resource),
                    "",
                    std::nullopt};
    place(note, build, step);
    list.push_back(std::move(note));
  }
}

void add_verdicts(std::vector<Annotation>& list, const BuildReport& report) {
  for (const model::Verdict& verdict : report.verdicts) {
    const bool failed = verdict.status == model::Status::fail;
    if (failed || verdict.status == model::Status::warn) {
      list.push_back({failed ? Annotation::Level::error : Annotation::Level::warning,
                      fmt::format("{} {}", verdict.metric, model::to_text(verdict.status)),
                      fmt::format("{} (measured {}, limit {}, rule {}, samples {})",
                                  verdict.reason,
                                  show_value(verdict.measured, verdict.unit),
                                  show_value(verdict.limit, verdict.unit),
                                  verdict.rule,
                                  show_samples(verdict)),
                      "",
                      std::nullopt});
    }
  }
}

} // namespace

std::vector<Annotation> annotations(const BuildReport& report) {
  std::vector<Annotation> list;
  add_failure(list, report.build);
  add_verdicts(list, report);
  for (const std::string& problem : report.build.cache.problems) {
    list.push_back({Annotation::Level::warning, "cache", problem, "", std::nullopt});
  }
  const analysis::Highlights worth = analysis::highlights(report.build);
  add_misses(list, report.build, worth.misses);
  add_slow_steps(list, report.build, worth.slow_steps);
  std::ranges::stable_sort(list, std::ranges::greater{}, &Annotation::level);

  std::vector<Annotation> kept;
  for (Annotation& note : list) {
    const auto same_level = std::ranges::count(kept, note.level, &Annotation::level);
    if (static_cast<std::size_t>(same_level) < max_annotations) {
      note.message = util::shorten(util::to_valid_utf8(note.message), max_annotation_characters);
      kept.push_back(std::move(note));
    }
  }
  return kept;
}

} // namespace tidegate::report
