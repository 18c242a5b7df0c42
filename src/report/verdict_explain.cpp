// SPDX-License-Identifier: Apache-2.0
#include "model/metric.hpp"
#include "model/metric_scale.hpp"
#include "report/verdict_facts.hpp"
#include "util/text.hpp"

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
    add_expectation();
    add_least_effect();
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
    add(fmt::format(
        "s = {}: robust spread of their logarithms; mu = {}: their mean, in s from ln c",
        number(evidence_.sigma),
        number(evidence_.mean)));
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
    add(fmt::format("T = (sum of {} z, each clipped, - {} mu) / ({} se) = {}, with se = {}",
                    evidence_.together,
                    evidence_.together,
                    evidence_.together,
                    number(evidence_.standard_errors),
                    number(evidence_.error)));
    add(fmt::format("red needs T >= K = {}", number(evidence_.limit)));
  }

  [[nodiscard]] std::string expected(std::string_view sign, double errors) const {
    const double exponent = (evidence_.mean + errors * evidence_.error) * evidence_.sigma;
    return fmt::format(
        "c exp((mu {} K se) s) = {}", sign, number(judged(evidence_.centre) * std::exp(exponent)));
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
    if (evidence_.record > 0) {
      add(fmt::format("and more than the largest effect of {} builds before, {}",
                      evidence_.together,
                      number(evidence_.record)));
    }
    if (verdict_.limit) {
      const bool worst = model::more_is_better(kind_) && *verdict_.limit <= 0;
      add(fmt::format("limit, {}: {}",
                      worst ? "as no value can be worse" : "the most of these",
                      number(judged(*verdict_.limit))));
    }
  }

  void add_odds() {
    if (evidence_.odds) {
      add(fmt::format("open regression: ln of the odds for the old level S = {}; it closes at 1",
                      number(*evidence_.odds)));
    }
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
