// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction_text.hpp"

#include "model/metric_scale.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace tidegate::analysis {
namespace {

using model::MetricKind;
using model::Unit;

constexpr std::size_t longest_name = 120;
constexpr std::size_t sha_shown = 7;

std::string printable(std::string_view text) {
  return util::shorten(util::to_printable(text), longest_name);
}

std::string subject(const model::Metric& metric, const std::string& value) {
  const std::string part = printable(metric.part);
  switch (metric.kind) {
  case MetricKind::build_time:
    break;
  case MetricKind::cache_transfer:
    return fmt::format("reading and writing the cache took {}", value);
  case MetricKind::stage_time:
    return fmt::format("stage {} took {}", part, value);
  case MetricKind::step_time:
    return fmt::format("step {} took {}", part, value);
  case MetricKind::image_size:
    return fmt::format("image is {}", value);
  case MetricKind::cache_hit_ratio:
    return fmt::format("{} of the cacheable steps came from the cache", value);
  case MetricKind::health_score:
    return fmt::format("health score is {}", value);
  case MetricKind::ci_duration:
    return fmt::format("a run of {} took {}", part, value);
  case MetricKind::ci_queue:
    return fmt::format("the jobs of {} waited {}", part, value);
  case MetricKind::ci_success_rate:
    return fmt::format("{} of the runs of {} succeeded", value, part);
  }
  return fmt::format("build took {}", value);
}

bool is_of_runs(MetricKind kind) {
  return kind == MetricKind::ci_duration || kind == MetricKind::ci_queue
         || kind == MetricKind::ci_success_rate;
}

std::string samples(const NewValue& value, int count) {
  std::string text = util::counted(count, is_of_runs(value.measured.metric.kind) ? "run" : "build");
  const std::string& situation = value.measured.situation;
  if (situation == "all cached") {
    text += " with all steps cached";
  } else if (!situation.empty()) {
    text += fmt::format(" that executed the same steps ({})", printable(situation));
  }
  return text;
}

std::string share(double part) {
  const double percent = part * 100;
  return std::abs(percent) < 9.95 ? fmt::format("{:+.1f} %", percent) : util::show_change(part);
}

// A distance from the usual; where more is better, shares of what is judged say nothing to people.
std::string distance(MetricKind kind, double usual, double reached, double by) {
  switch (model::unit_of(kind)) {
  case Unit::points:
    return fmt::format("{:+.1f} points", reached - usual);
  case Unit::ratio:
    return fmt::format("{:+.1f} percentage points", (reached - usual) * 100);
  case Unit::seconds:
  case Unit::bytes:
    break;
  }
  return share(by);
}

std::string expectation(const model::SeriesEvidence& evidence, Unit unit) {
  return fmt::format("expected {} to {}",
                     show_metric_value(evidence.expected_low, unit),
                     show_metric_value(evidence.expected_high, unit));
}

// Half of the complementary error function is the upper tail of the normal distribution.
std::string chance(const model::SeriesEvidence& evidence) {
  constexpr double rare = 10'000;
  constexpr double common = 6;
  const double once_in = 2 / std::erfc(evidence.standard_errors / std::numbers::sqrt2);
  if (once_in >= common && evidence.effect < evidence.floor / 2) {
    return "too little to matter"; // of an even series a trifle is rare
  }
  if (!(once_in < rare)) {
    return "less than once in 10,000 unchanged builds by chance";
  }
  return once_in < common ? std::string("nothing unusual")
                          : fmt::format("once in {:.0f} unchanged builds by chance", once_in);
}

std::string odds(double logarithm) {
  constexpr double most = 1000;
  const double ratio = std::min(std::exp(std::abs(logarithm)), most);
  return fmt::format("odds {:.0f} : 1 for the {} level", ratio, logarithm > 0 ? "old" : "new");
}

std::string since(const model::RegressionOrigin& origin) {
  if (origin.builds_ago == 0) {
    return "red since this one";
  }
  const std::string ago = util::counted(origin.builds_ago, "build") + " ago";
  return origin.sha.empty()
             ? "red since " + ago
             : fmt::format("red since commit {}, {}", origin.sha.substr(0, sha_shown), ago);
}

std::string together(const model::SeriesEvidence& evidence) {
  const std::size_t builds = evidence.together - (evidence.confirmed ? 1 : 0);
  return builds > 1 && evidence.together <= model::SeriesRule::lookback + 1
             ? fmt::format(" (the last {} together)",
                           util::counted(static_cast<int>(builds), "build"))
             : std::string();
}

} // namespace

std::string show_metric_value(double value, Unit unit) {
  constexpr double most_bytes = 9e18; // what an integer of 64 bits holds
  switch (unit) {
  case Unit::seconds:
    return util::show_duration(Seconds(value));
  case Unit::bytes:
    return value >= 0 && value <= most_bytes
               ? util::show_bytes(static_cast<std::uint64_t>(std::llround(value)))
               : "unknown";
  case Unit::points:
    return fmt::format("{:.1f} points", value);
  case Unit::ratio:
    break;
  }
  return fmt::format("{:.1f} %", value * 100);
}

std::string told_measurement(const NewValue& value) {
  const auto unit = model::unit_of(value.measured.metric.kind);
  std::string text = subject(value.measured.metric, show_metric_value(value.measured.value, unit));
  if (value.again && std::isfinite(model::judged_value(value.measured.metric.kind, *value.again))) {
    text += ", measured again " + show_metric_value(*value.again, unit);
  }
  return text;
}

std::string told_comparison(const NewValue& value, const model::Verdict& verdict) {
  const auto kind = value.measured.metric.kind;
  const auto& evidence = *verdict.evidence;
  const double judged = model::judged_value(kind, evidence.centre);
  const double reached = model::shown_value(kind, judged * (1 + evidence.effect));
  const double limit = verdict.limit.value_or(evidence.expected_high);
  const double above = model::judged_value(kind, limit) / judged - 1;
  std::string text = fmt::format("{}: {}{} against the usual {} of {}; {}, limit {} ({})",
                                 told_measurement(value),
                                 distance(kind, evidence.centre, reached, evidence.effect),
                                 together(evidence),
                                 show_metric_value(evidence.centre, verdict.unit),
                                 samples(value, verdict.samples),
                                 expectation(evidence, verdict.unit),
                                 distance(kind, evidence.centre, limit, above),
                                 show_metric_value(limit, verdict.unit));
  text += "; " + (evidence.odds ? odds(*evidence.odds) : chance(evidence));
  if (verdict.since) {
    text += "; " + since(*verdict.since);
  }
  return text;
}

std::string told_learning(const NewValue& value,
                          const model::Verdict& verdict,
                          const PredictionReplay& replay) {
  std::string text = fmt::format(
      "{}; learning {} of {}", told_measurement(value), verdict.samples, verdict.samples_wanted);
  const auto before = replay.values().size() - std::min<std::size_t>(1, replay.values().size());
  if (before == 0) {
    return text + ": the first of its kind";
  }
  const auto kind = value.measured.metric.kind;
  const auto past = std::span(replay.values()).first(before);
  const auto [least, most] = std::ranges::minmax(past);
  const double low = model::shown_value(kind, least);
  const double high = model::shown_value(kind, most);
  return text
         + fmt::format(": {} so far, from {} to {}",
                       samples(value, static_cast<int>(before)),
                       show_metric_value(std::min(low, high), verdict.unit),
                       show_metric_value(std::max(low, high), verdict.unit));
}

std::string_view told_doubt(const model::SeriesEvidence& evidence) {
  if (!evidence.confirmed) {
    return "one measurement alone proves nothing";
  }
  if (*evidence.confirmed < evidence.centre * (1 + evidence.floor)) {
    return "the second measurement does not bear it out";
  }
  return evidence.class_limits.least_builds > 1
             ? "the second measurement bears it out, but single builds were far off before: red is "
               "what is so twice in a row"
             : "the second measurement bears it out, but it is not beyond what the past varied";
}

std::string told_news(const NewValue& value,
                      const model::PointVerdict& point,
                      const model::Verdict& verdict,
                      const PredictionReplay& replay) {
  const auto kind = value.measured.metric.kind;
  if (point.rebased) {
    constexpr std::size_t newest = 10;
    const auto level = replay.level(newest).value_or(value.measured.value);
    const std::string_view way = verdict.unit == Unit::seconds ? "faster" : "better";
    return fmt::format("{} for good: the usual value is now {}",
                       verdict.unit == Unit::bytes ? "smaller" : way,
                       show_metric_value(model::shown_value(kind, level), verdict.unit));
  }
  if (point.closed && point.red_since) {
    const auto& origin = *replay.points().at(*point.red_since);
    const bool fixed = !point.evidence || point.evidence->effect < point.evidence->floor / 2;
    return fmt::format("{}: the regression since {} is over",
                       fixed ? "fixed" : "not upheld",
                       origin.sha.empty() ? "the build " + origin.event_id
                                          : printable(origin.sha.substr(0, sha_shown)));
  }
  const auto creep = replay.creep();
  return creep ? fmt::format("creeping: {} over {}",
                             share(creep->rise),
                             util::counted(static_cast<int>(creep->builds), "build"))
               : std::string();
}

std::string told_acceptance(const model::Acceptance& accepted) {
  std::string text = "accepted";
  if (!accepted.actor.empty()) {
    text += " by " + printable(accepted.actor);
  }
  return accepted.reason.empty() ? text : text + ": " + printable(accepted.reason);
}

} // namespace tidegate::analysis
