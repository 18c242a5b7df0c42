// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_diff.hpp"
#include "report/baseline.hpp"
#include "report/comment.hpp"
#include "report/comment_markers.hpp"
#include "report/compared_with.hpp"
#include "report/facts.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "report/step_facts.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t most_detail_units = 20'000; // of one leg
constexpr std::size_t longest_key = 100;
constexpr std::size_t short_sha = 7;

// In the order of reading, which is the order of worth here.
constexpr std::array detail_sections{misses_section,
                                     phases_section,
                                     platforms_section,
                                     timeline_section,
                                     steps_section,
                                     stages_section,
                                     cache_section,
                                     image_section,
                                     remarks_section,
                                     invalidations_section,
                                     context_section,
                                     machine_section};

std::uint64_t number_in(const std::string& text) {
  std::uint64_t number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? number : 0;
}

std::string hex_only(std::string_view sha) {
  const bool hex = sha.size() >= short_sha && sha.size() <= 64
                   && sha.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hex ? std::string(sha) : std::string{};
}

CommentVerdict verdict_of(const BuildReport& report) {
  if (report.build.outcome == model::Outcome::canceled) {
    return CommentVerdict::canceled;
  }
  if (report.build.outcome == model::Outcome::failure) {
    return CommentVerdict::broken;
  }
  if (report.verdicts.empty()) {
    return CommentVerdict::built;
  }
  constexpr std::array by_status{CommentVerdict::pass,
                                 CommentVerdict::learning,
                                 CommentVerdict::inconclusive,
                                 CommentVerdict::warn,
                                 CommentVerdict::fail};
  return by_status.at(static_cast<std::size_t>(model::gravest(report.verdicts)));
}

std::string item(std::string_view name, const std::string& markdown) {
  return markdown.empty() ? markdown : fmt::format("- **{}** {}\n", name, markdown);
}

std::string time_text(const BuildReport& report) {
  const auto base = baseline(report);
  const std::string line = sparkline(report);
  return fmt::format("{}, {}{}",
                     show_time(report.build.duration),
                     base ? describe(*base) : md_text(no_baseline(report)),
                     line.empty() ? "" : fmt::format(" <code>{}</code>", line));
}

std::string place_text(const std::string& place) {
  return place.empty() ? place : fmt::format(" at {}", md_code(place, 160));
}

std::string miss_text(const BuildReport& report) {
  const auto reason = why(report.build);
  if (!reason) {
    return {};
  }
  const std::string step = reason->step == nullptr
                               ? ""
                               : fmt::format("{}{}: ",
                                             md_code(step_title(report.build, *reason->step), 120),
                                             place_text(step_place(*reason->step)));
  return step + md_text(reason->sentence);
}

// Of the steps that really ran in both builds; one that the cache saved before is a miss.
std::string slower_text(const BuildReport& report) {
  if (report.past == nullptr) {
    return {};
  }
  const auto diff = analysis::compare(*report.past, report.build);
  const auto grown = [](const model::StepDiff& step) {
    const bool ran = step.cached.before == false && step.cached.after == false;
    return ran ? model::difference(step.time).value_or(Seconds{0}) : Seconds{0};
  };
  const auto slowest = std::ranges::max_element(diff.steps, {}, grown);
  if (slowest == diff.steps.end() || grown(*slowest) < Seconds{0.1}) {
    return {};
  }
  const std::string place =
      slowest->lines && slowest->lines->first > 0
          ? fmt::format("{}:{}",
                        slowest->lines->file.empty() ? "Dockerfile" : slowest->lines->file,
                        slowest->lines->first)
          : "";
  return fmt::format("{}{}: {}, {} before",
                     md_code(slowest->name, 120),
                     place_text(place),
                     show_time(slowest->time.after),
                     show_time(slowest->time.before));
}

std::string failure_text(const model::Build& build) {
  if (!build.error) {
    return {};
  }
  const model::Step* const step = failed_step(build);
  return fmt::format("{}{}{}: {}",
                     md_code(build.error->kind),
                     place_text(failure_place(build)),
                     step == nullptr ? "" : " in " + md_code(step->name, 120),
                     md_text(build.error->message, 1000));
}

// "run 17 · commit abc1234 · compared with 0123abc of main, the merge-base"
std::string source_line(const model::Build& build, const CommentLeg& leg, bool from_fork) {
  std::vector<std::string> parts;
  if (leg.number > 0) {
    parts.push_back(fmt::format("run {}", leg.number));
  }
  if (!leg.sha.empty()) {
    parts.push_back("commit " + leg.sha.substr(0, short_sha));
  }
  if (const std::string against = compared_with(build); !against.empty()) {
    parts.push_back(md_text(against));
  }
  if (from_fork) {
    parts.emplace_back("measured in a run of a fork, which may say what it likes");
  }
  return parts.empty() ? "" : fmt::format("\n<sub>{}</sub>\n", util::join(parts, " · "));
}

std::string facts_text(const BuildReport& report, const CommentLeg& leg, bool from_fork) {
  const Headline head = headline(report);
  const model::Build& build = report.build;
  std::string text;
  if (!head.reason.empty() && !build.error) {
    text += "> " + md_text(head.reason, 1000) + "\n\n";
  }
  text += item("Failure", failure_text(build));
  text += item("Time", time_text(report));
  text += item("Cache", md_text(cache_facts(build.cache)));
  for (std::size_t i = 0; i < std::min<std::size_t>(build.cache.problems.size(), 3); ++i) {
    text += item("⚠️ cache problem", md_text(build.cache.problems[i]));
  }
  text += item("First miss", miss_text(report));
  text += item("Slower", slower_text(report));
  text += item("Image", md_text(image_facts(report)));
  return text + source_line(build, leg, from_fork);
}

std::string details_text(const BuildReport& report) {
  std::string text;
  std::size_t units = 0;
  for (const auto render : detail_sections) {
    const std::string part = render(report);
    const std::size_t more = utf16_units(part);
    if (units + more <= most_detail_units) {
      text += part;
      units += more;
    }
  }
  return md_details("Details", text);
}

// What a reader would call the same message, without times.
std::uint64_t facts_hash(const BuildReport& report) {
  const model::Build& build = report.build;
  std::string text = fmt::format("{}/{}", build.cache.cached_steps, build.cache.cacheable_steps);
  for (const auto& verdict : report.verdicts) {
    text += fmt::format("\n{} {} {}", verdict.metric, verdict.rule, model::to_text(verdict.status));
  }
  for (const auto& miss : build.misses) {
    const model::Step* const step = step_at(build, miss.step);
    text += fmt::format("\n{} {}", step == nullptr ? "" : step->name, miss.because);
  }
  for (const auto& problem : build.cache.problems) {
    text += "\n" + problem;
  }
  return util::stable_hash(build.error ? text + build.error->kind + build.error->message : text);
}

std::uint64_t end_of(const model::Build& build) {
  if (!build.started || *build.started < Time{}) {
    return 0;
  }
  const auto seconds = std::chrono::floor<std::chrono::seconds>(
      build.started->time_since_epoch()
      + std::chrono::duration_cast<Time::duration>(build.duration.value_or(Seconds{0})));
  return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds.count(), 0));
}

std::optional<std::uint64_t> milliseconds_of(const model::Build& build) {
  constexpr double most = 1e9; // eleven days
  const double seconds = build.duration.value_or(Seconds{-1}).count();
  return seconds >= 0 && seconds < most
             ? std::optional(static_cast<std::uint64_t>(std::llround(seconds * 1000)))
             : std::nullopt;
}

} // namespace

std::string comment_key(std::string_view leg) {
  const std::string key{util::trim(util::to_printable(leg))};
  if (key.empty()) {
    return "build";
  }
  return util::shorten_apart(key, longest_key);
}

std::string default_leg(const model::Build& build) {
  const std::string job = build.run.job.empty() ? "build" : build.run.job;
  const auto& tags = build.request.tags;
  const std::string image =
      model::image_name(build.image.ref.empty() && !tags.empty() ? tags.front() : build.image.ref);
  std::string key = build.run.workflow.empty() ? job : build.run.workflow + " / " + job;
  key += build.run.leg.empty() ? "" : fmt::format(" ({})", build.run.leg);
  for (const std::string& what : {image, build.request.target, build.request.platform}) {
    key += what.empty() ? "" : " · " + what;
  }
  const bool usual = build.request.dockerfile.empty() || build.request.dockerfile == "Dockerfile";
  return comment_key(usual ? key : key + " · " + build.request.dockerfile);
}

CommentSection comment_section(const BuildReport& report, const CommentFrame& frame) {
  const model::Build& build = report.build;
  CommentSection section;
  CommentLeg& leg = section.leg;
  leg.key = comment_key(frame.leg);
  leg.run = number_in(build.run.id);
  leg.attempt = number_in(build.run.attempt);
  leg.at = end_of(build);
  leg.number = frame.run_number;
  leg.sha = hex_only(frame.head_sha.empty() ? build.run.sha : frame.head_sha);
  leg.verdict = verdict_of(report);
  leg.milliseconds = milliseconds_of(build);
  leg.facts = facts_hash(report);
  const Headline head = headline(report);
  section.title = without_markers(fmt::format("### {} {}: {} in {}\n",
                                              head.symbol,
                                              md_text(head.word),
                                              md_code(leg.key, longest_key),
                                              show_time(build.duration)));
  section.facts = without_markers(facts_text(report, leg, frame.from_fork));
  section.table = without_markers(verdict_section(report));
  section.details = without_markers(details_text(report));
  return section;
}

} // namespace tidegate::report
