// SPDX-License-Identifier: Apache-2.0
#include "model/metric.hpp"
#include "model/metric_scale.hpp"
#include "report/verdict_facts.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using model::MetricKind;

// Six digits are enough to get the same result on a pocket calculator.
std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

class Explanation {
public:
  Explanation(const model::Verdict& verdict, const model::SeriesEvidence& evidence, MetricKind kind)
      : verdict_(verdict),
        evidence_(evidence),
        kind_(kind) {}

  std::vector<std::string> run() {
    add_values();
    add_distances();
    add_error();
    add_expectation();
    add_least_effect();
    add_record();
    add_class();
    add_limit();
    add_odds();
    return std::move(lines_);
  }

private:
  [[nodiscard]] double judged(double shown) const { return model::judged_value(kind_, shown); }

  void add(std::string line) { lines_.push_back(std::move(line)); }

  void add_values() {
    if (model::more_is_better(kind_)) {
      const double best = kind_ == MetricKind::health_score ? 100 : 1;
      add(fmt::format("more is better: each value v is judged as {} - v", number(2 * best)));
    }
    add(fmt::format("c = {}: usual value, median of {} builds{}",
                    number(judged(evidence_.centre)),
                    evidence_.samples,
                    evidence_.crept ? ", held at what may be crept" : ""));
    add_past();
    add(fmt::format("s = {}: robust spread of their logarithms, the most of 1.4826 times their "
                    "median distance from c, half of their 16 to 84 % range, and the least that "
                    "is taken",
                    number(evidence_.sigma)));
    add(fmt::format("mu = {}: their mean, in s from ln c{}",
                    number(evidence_.mean),
                    is_judged_now() ? ", each clipped to " + number(evidence_.clip) : ""));
  }

  // A verdict that was read from a record has less than one that was made just now.
  [[nodiscard]] bool is_judged_now() const { return evidence_.clip > 0; }

  void add_past() {
    constexpr std::size_t in_a_line = 12;
    std::string line;
    for (std::size_t i = 0; i < evidence_.past.size(); ++i) {
      line += " " + number(evidence_.past[i]);
      if ((i + 1) % in_a_line == 0 || i + 1 == evidence_.past.size()) {
        add((i < in_a_line ? "they took, oldest first, as on this machine:" : "   ") + line);
        line.clear();
      }
    }
  }

  void add_distance(std::string_view name, double value) {
    add(fmt::format("{} = ln({} / {}) / {} = {}",
                    name,
                    number(value),
                    number(judged(evidence_.centre)),
                    number(evidence_.sigma),
                    number(std::log(value / judged(evidence_.centre)) / evidence_.sigma)));
  }

  void add_distances() {
    add_distance("z", judged(evidence_.measured));
    if (evidence_.confirmed) {
      add_distance("z'", judged(*evidence_.confirmed));
    }
    add(fmt::format("T = (sum of {} z, each clipped{}, - {} mu) / ({} se) = {}, with se = {}",
                    evidence_.together,
                    is_judged_now() ? " to " + number(evidence_.clip) : "",
                    evidence_.together,
                    evidence_.together,
                    number(evidence_.standard_errors),
                    number(evidence_.error)));
    add(fmt::format("red needs T >= K = {}", number(evidence_.limit)));
  }

  void add_error() {
    if (!is_judged_now()) {
      return;
    }
    add(fmt::format("se = sqrt(V + w^2 I / n) = sqrt({} + {}^2 {} / {})",
                    number(evidence_.variance),
                    number(evidence_.single),
                    number(evidence_.shape.inflation),
                    evidence_.samples));
    add(fmt::format("  V, w^2: variance of the mean of {} and of one clipped z; I: how much "
                    "neighbours that are alike inflate it; n: builds",
                    evidence_.together));
  }

  [[nodiscard]] std::string expected(std::string_view sign, double standard_errors) const {
    const double at = (evidence_.mean + standard_errors * evidence_.error) * evidence_.sigma;
    return fmt::format(
        "c exp((mu {} K se) s) = {}", sign, number(judged(evidence_.centre) * std::exp(at)));
  }

  void add_expectation() {
    add("expected from " + expected("-", -evidence_.limit));
    add("expected up to " + expected("+", evidence_.limit));
  }

  void add_least_effect() {
    add(fmt::format("effect {}; red needs at least the floor {}: c (1 + {}) = {}",
                    number(evidence_.effect),
                    number(evidence_.floor),
                    number(evidence_.floor),
                    number(judged(evidence_.centre) * (1 + evidence_.floor))));
  }

  void add_record() {
    if (!(evidence_.record > 0)) {
      return;
    }
    const double factor = evidence_.class_limits.record_factor;
    add(fmt::format("and more than the largest effect of {} builds before, {}",
                    evidence_.together,
                    number(evidence_.record)));
    if (is_judged_now()) {
      add(fmt::format("by the factor {} in logarithms: c (1 + {})^{} = {}; the lower median of the "
                      "values is {}",
                      number(factor),
                      number(evidence_.record),
                      number(factor),
                      number(judged(evidence_.centre) * std::pow(1 + evidence_.record, factor)),
                      number(judged(evidence_.centre) * (1 + evidence_.lower_effect))));
    }
  }

  void add_limit() {
    if (verdict_.limit) {
      const bool worst = model::more_is_better(kind_) && *verdict_.limit <= 0;
      add(fmt::format("limit, {}: {}",
                      worst ? "as no value can be worse" : "the most of these",
                      number(judged(*verdict_.limit))));
    }
  }

  void add_class() {
    if (!is_judged_now()) {
      return;
    }
    const auto& asked = evidence_.class_limits;
    add(fmt::format("class {}: the effect is {}; each slow value is {} at least{}",
                    model::to_text(evidence_.shape.kind),
                    asked.by_lower_median ? "that of the lower median of the values"
                                          : "that of the median of the values",
                    number(judged(evidence_.centre) * (1 + evidence_.slow)),
                    asked.least_builds > 1 ? fmt::format("; {} builds in a row", asked.least_builds)
                                           : std::string()));
  }

  void add_odds() {
    if (!evidence_.odds) {
      return;
    }
    const bool known = evidence_.level && is_judged_now();
    add(fmt::format("open regression: ln of the odds for the old level S = {}{}",
                    number(*evidence_.odds),
                    known ? "; it closes at " + number(evidence_.class_limits.close_odds) : ""));
    if (known) {
      add_step();
    }
  }

  void add_step() {
    const double centre = judged(evidence_.centre);
    const double step = std::max(std::log(*evidence_.level / centre), std::log1p(evidence_.floor));
    const double deviation = evidence_.sigma * evidence_.single;
    const double middle = std::log(centre) + step / 2;
    const double moved =
        step * (middle - std::log(judged(evidence_.measured))) / (deviation * deviation);
    add(fmt::format("level since it began {}: D = {}, what it is above c or the floor, in "
                    "logarithms",
                    number(*evidence_.level),
                    number(step)));
    add(fmt::format("S was {}, and D (ln c + D/2 - ln {}) / (s w)^2 = {} is added, clipped",
                    number(evidence_.odds_before.value_or(0)),
                    number(judged(evidence_.measured)),
                    number(moved)));
  }

  const model::Verdict& verdict_;
  const model::SeriesEvidence& evidence_;
  MetricKind kind_;
  std::vector<std::string> lines_;
};

} // namespace

std::vector<std::string> explanation(const model::Verdict& verdict) {
  constexpr std::size_t longest_title = 200;
  std::string title = fmt::format("{} ({}): {}",
                                  verdict.metric,
                                  verdict.situation.empty() ? verdict.rule : verdict.situation,
                                  model::to_text(verdict.status));
  std::vector<std::string> lines{util::shorten(util::to_printable(title), longest_title),
                                 "  " + util::to_printable(verdict.reason)};
  const auto metric = model::parse_metric(verdict.metric);
  if (metric && verdict.evidence) {
    for (const auto& line : Explanation(verdict, *verdict.evidence, metric->kind).run()) {
      lines.push_back("  " + line);
    }
  }
  return lines;
}

} // namespace tidegate::report
