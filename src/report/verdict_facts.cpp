// SPDX-License-Identifier: Apache-2.0
#include "report/verdict_facts.hpp"

#include "model/metric.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using model::MetricKind;
using model::Status;
using model::Verdict;

constexpr std::size_t steps_named = 3;
constexpr std::size_t longest_name = 80;

bool is_of(const Verdict& verdict, std::initializer_list<MetricKind> kinds) {
  const auto metric = model::parse_metric(verdict.metric);
  return metric && std::ranges::find(kinds, metric->kind) != kinds.end();
}

bool is_quiet_part(const Verdict& verdict) {
  return verdict.status <= Status::learning && verdict.news.empty()
         && is_of(verdict, {MetricKind::stage_time, MetricKind::step_time});
}

std::string folded_text(int quiet, int learning, int more) {
  std::vector<std::string> parts;
  if (quiet > 0) {
    parts.push_back(fmt::format("{} as usual", util::counted(quiet, "part")));
  }
  if (learning > 0) {
    parts.push_back(fmt::format("{} learning", util::counted(learning, "part")));
  }
  if (more > 0) {
    parts.push_back(fmt::format("{} more", more));
  }
  return util::join(parts, ", ");
}

// The step has its own verdict, which is sure or at least suspects it.
bool is_slower(const Verdict& verdict) {
  constexpr double suspicious = 2; // standard errors
  const auto& evidence = verdict.evidence;
  return is_of(verdict, {MetricKind::step_time}) && evidence
         && (verdict.status >= Status::warn
             || (evidence->standard_errors >= suspicious
                 && evidence->effect >= evidence->floor / 2));
}

std::string responsible(const std::vector<Verdict>& all) {
  std::vector<const Verdict*> slower;
  for (const Verdict& verdict : all) {
    if (is_slower(verdict)) {
      slower.push_back(&verdict);
    }
  }
  const auto seconds_more = [](const Verdict* verdict) {
    return verdict->evidence->measured - verdict->evidence->centre;
  };
  std::ranges::stable_sort(slower, std::ranges::greater{}, seconds_more);
  std::vector<std::string> named;
  for (const Verdict* const verdict : slower) {
    if (named.size() == steps_named) {
      break;
    }
    const std::string part = verdict->metric.substr(verdict->metric.find(' ') + 1);
    named.push_back(fmt::format("{} (+{})",
                                util::shorten(util::to_printable(part), longest_name),
                                util::show_duration(Seconds(seconds_more(verdict)))));
  }
  return named.empty() ? std::string() : "slower steps: " + util::join(named, ", ");
}

std::string left_out(const model::SeriesEvidence& evidence) {
  std::vector<std::string> parts;
  const auto add = [&parts](std::size_t count, std::string_view why) {
    if (count > 0) {
      parts.push_back(fmt::format("{} {}", count, why));
    }
  };
  add(evidence.left_out.waiting, "newest, which may be the begin of a change");
  add(evidence.left_out.alerting, "of the open regression");
  add(evidence.left_out.older, "older than the window or before an accepted level");
  add(evidence.left_out.invalid, "without a usable value");
  return fmt::format("{} used{}{}",
                     util::counted(static_cast<int>(evidence.samples), "build"),
                     parts.empty() ? "" : "; left out: ",
                     util::join(parts, ", "));
}

} // namespace

ShownVerdicts shown_verdicts(const std::vector<Verdict>& verdicts, std::size_t most) {
  ShownVerdicts made;
  int quiet = 0;
  int learning = 0;
  for (const Verdict& verdict : verdicts) {
    if (is_quiet_part(verdict)) {
      ++(verdict.status == Status::learning ? learning : quiet);
    } else {
      made.shown.push_back(&verdict);
    }
  }
  std::ranges::stable_sort(made.shown, std::ranges::greater{}, &Verdict::status);
  const std::size_t more = made.shown.size() - std::min(made.shown.size(), most);
  made.shown.resize(made.shown.size() - more);
  made.folded = folded_text(quiet, learning, static_cast<int>(more));
  return made;
}

std::vector<std::string> verdict_notes(const Verdict& verdict, const std::vector<Verdict>& all) {
  std::vector<std::string> notes;
  // Of a verdict that passes the reason is not shown.
  const bool is_told =
      verdict.status != Status::pass && verdict.reason.find(verdict.news) != std::string::npos;
  if (!verdict.news.empty() && !is_told) {
    notes.push_back(verdict.news);
  }
  if (!verdict.evidence || verdict.status < Status::inconclusive) {
    return notes;
  }
  if (is_of(verdict, {MetricKind::build_time, MetricKind::stage_time})) {
    if (auto steps = responsible(all); !steps.empty()) {
      notes.push_back(std::move(steps));
    }
  }
  notes.push_back(fmt::format("{}; this gate can see {} here",
                              left_out(*verdict.evidence),
                              util::show_change(verdict.evidence->smallest_visible_step)));
  if (verdict.since && !is_of(verdict, {MetricKind::ci_duration, MetricKind::ci_queue})) {
    notes.push_back(fmt::format("fix it, or accept the level of now: tidegate bless \"{}\"",
                                util::shorten(util::to_printable(verdict.metric), longest_name)));
  }
  return notes;
}

} // namespace tidegate::report
