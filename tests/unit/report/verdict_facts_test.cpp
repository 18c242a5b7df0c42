// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction.hpp"
#include "report/verdict_facts.hpp"
#include "unit/analysis/metric_series.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>
#include <vector>

using namespace tidegate;
using model::MetricKind;
using model::Status;

namespace {

model::Verdict judged(double value, model::Metric metric, bool confirmed = true) {
  auto now = test::new_value(value, metric, "build from 3");
  if (confirmed) {
    now.again = value * .99;
  }
  const double usual = model::unit_of(metric.kind) == model::Unit::points ? 90 : 100;
  return analysis::judge_value(
      now, test::past_of(test::noisy(60, usual, .03)), analysis::metric_rule({}, metric.kind, 1));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) {
    text += line + "\n";
  }
  return text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The number that follows the words.
double number_after(const std::string& text, const std::string& words) {
  const auto found = text.find(words);
  REQUIRE_MESSAGE(found != std::string::npos, (words + " in " + text));
  return std::stod(text.substr(found + words.size()));
}

// The number behind the last "=" of the line that begins so.
double result_of(const std::string& text, const std::string& begin) {
  const auto found = text.find(begin);
  REQUIRE_MESSAGE(found != std::string::npos, (begin + " in " + text));
  const auto line = text.substr(found, text.find('\n', found) - found);
  return std::stod(line.substr(line.rfind("= ") + 2));
}

} // namespace

TEST_CASE("a red verdict names the slower steps, what was used, what can be seen, what to do") {
  const auto build = judged(124, {});
  const auto slow = judged(121, {MetricKind::step_time, "build: RUN make"});
  const auto suspect = judged(115, {MetricKind::step_time, "build: RUN npm ci"}, false);
  const auto quiet = judged(100, {MetricKind::step_time, "build: COPY ."});
  REQUIRE(build.status == Status::fail);
  const auto notes = joined(report::verdict_notes(build, {build, quiet, suspect, slow}));
  CHECK(has(notes, "slower steps: build: RUN make (+2"));
  CHECK(has(notes, ", build: RUN npm ci (+1"));
  CHECK_FALSE(has(notes, "COPY"));
  CHECK(has(notes, "56 builds used; left out: "));
  CHECK(has(notes, "this gate can see +"));
  CHECK(has(notes, "fix it, or accept the level of now: tidegate bless \"build-time\""));
  CHECK(report::verdict_notes(quiet, {quiet}).empty());
}

TEST_CASE("the news of a build that passes are told") {
  auto verdict = judged(100, {});
  verdict.news = "faster for good: the usual value is now 1m 10s";
  CHECK(report::verdict_notes(verdict, {verdict})
        == std::vector<std::string>{"faster for good: the usual value is now 1m 10s"});
}

TEST_CASE("quiet steps are folded into one line, and a summary of many verdicts stays short") {
  std::vector<model::Verdict> all{judged(100, {})};
  for (int i = 0; i < 30; ++i) {
    all.push_back(judged(100, {MetricKind::step_time, "s" + std::to_string(i)}));
  }
  all.push_back(judged(130, {MetricKind::step_time, "slow"}));
  const auto shown = report::shown_verdicts(all, 20);
  REQUIRE(shown.shown.size() == 2);
  CHECK(shown.shown[0]->status == Status::warn); // gravest first
  CHECK(shown.folded == "30 parts as usual");
  for (int i = 0; i < 30; ++i) {
    all.push_back(judged(130, {MetricKind::step_time, "t" + std::to_string(i)}));
  }
  CHECK(report::shown_verdicts(all, 20).shown.size() == 20);
  CHECK(has(report::shown_verdicts(all, 20).folded, "12 more"));
  auto sample = test::sample_report();
  sample.verdicts = all;
  CHECK(report::markdown_summary(sample.view()).size() < 40'000);
  CHECK(has(report::text_summary(sample.view(), {}), "30 parts as usual"));
}

TEST_CASE("a person can redo the arithmetic of a verdict from what is printed") {
  const auto verdict = judged(112, {});
  const auto text = joined(report::explanation(verdict));
  CAPTURE(text);
  const double c = number_after(text, "c = ");
  const double s = number_after(text, "s = ");
  const double mu = number_after(text, "mu = ");
  const double se = number_after(text, "with se = ");
  const double k = number_after(text, "K = ");
  const double z = result_of(text, "  z = ln(112 / ");
  CHECK(z == doctest::Approx(std::log(112 / c) / s).epsilon(1e-4));
  const double again = result_of(text, "  z' = ln(110.88 / ");
  CHECK(again == doctest::Approx(std::log(112 * .99 / c) / s).epsilon(1e-4));
  const double both = std::min(z, 4.0) + std::min(again, 4.0);
  const double t = number_after(text, "(2 se) = ");
  CHECK(t == doctest::Approx((both - 2 * mu) / (2 * se)).epsilon(1e-4));
  CHECK(number_after(text, "c exp((mu + K se) s) = ")
        == doctest::Approx(c * std::exp((mu + k * se) * s)).epsilon(1e-4));
  CHECK(number_after(text, "c exp((mu - K se) s) = ")
        == doctest::Approx(c * std::exp((mu - k * se) * s)).epsilon(1e-4));
  const double floor = number_after(text, "at least the floor ");
  CHECK(number_after(text, "limit, the most of these: ")
        >= doctest::Approx(c * (1 + floor)).epsilon(1e-4));
}

// The numbers behind the words, up to the end of the line and in the lines that are indented below.
std::vector<double> numbers_after(const std::string& text, const std::string& words) {
  std::vector<double> found;
  const char* at = text.data() + text.find(words) + words.size();
  for (char* end = nullptr;; at = end) {
    const double value = std::strtod(at, &end);
    if (end == at) {
      return found;
    }
    found.push_back(value);
  }
}

TEST_CASE("centre, spread and error of a verdict can be redone from the builds that are printed") {
  const auto text = joined(report::explanation(judged(112, {})));
  CAPTURE(text);
  auto past = numbers_after(text, "oldest first, as on this machine:");
  REQUIRE(past.size() == 56);
  const double n = 56;
  const double c = number_after(text, "c = ");
  std::ranges::sort(past);
  CHECK(c == doctest::Approx(std::sqrt(past[27] * past[28])).epsilon(1e-4));
  const double s = number_after(text, "s = ");
  const double clip = number_after(text, "each clipped to ");
  CHECK(clip == 4);
  double mu = 0;
  std::vector<double> distances;
  for (const double value : past) {
    mu += std::clamp(std::log(value / c) / s, -clip, clip) / n;
    distances.push_back(std::abs(std::log(value / c)));
  }
  CHECK(number_after(text, "mu = ") == doctest::Approx(mu).epsilon(1e-3));
  std::ranges::sort(distances);
  CHECK(s >= doctest::Approx(1.4826 * (distances[27] + distances[28]) / 2).epsilon(1e-3));
  const double variance = number_after(text, "V + w^2 I / n) = sqrt(");
  const double w = number_after(text, fmt::format("sqrt({:.6g} + ", variance));
  const double inflation = number_after(text, fmt::format("{:.6g}^2 ", w));
  CHECK(number_after(text, "with se = ")
        == doctest::Approx(std::sqrt(variance + w * w * inflation / n)).epsilon(1e-4));
}

TEST_CASE("what an open regression needs to close can be redone by hand") {
  auto past = test::past_of(test::noisy(60, 100, .03));
  for (auto& slow : test::past_of({130, 131, 129}).points) {
    slow.at = past.points.back().at + std::chrono::hours(1);
    slow.event_id = "slow" + std::to_string(past.points.size());
    slow.again = slow.value;
    past.points.push_back(slow);
  }
  const auto verdict = analysis::judge_value(
      test::new_value(130), past, analysis::metric_rule({}, MetricKind::build_time, 1));
  REQUIRE(verdict.status == Status::fail);
  const auto text = joined(report::explanation(verdict));
  CAPTURE(text);
  const double c = number_after(text, "c = ");
  // Those that the regression froze, not what waited then and is past now.
  auto used = numbers_after(text, "oldest first, as on this machine:");
  REQUIRE(used.size() == static_cast<std::size_t>(verdict.samples));
  std::ranges::sort(used);
  CHECK(c
        == doctest::Approx(std::sqrt(used[used.size() / 2] * used[(used.size() - 1) / 2]))
               .epsilon(1e-4));
  const double level = number_after(text, "level since it began ");
  CHECK(level == doctest::Approx(130).epsilon(.01));
  const double step = number_after(text, ": D = ");
  CHECK(step == doctest::Approx(std::log(level / c)).epsilon(1e-4));
  CHECK(number_after(text, "S was ") == -4);
  CHECK(number_after(text, "old level S = ") == -4);
  CHECK(number_after(text, "it closes at ") == verdict.evidence->class_limits.close_odds);
  CHECK(result_of(text, "  S was ") < -5);
}

TEST_CASE("where more is better the arithmetic says how a value is turned") {
  const auto verdict = judged(70, {.kind = MetricKind::health_score});
  const auto text = joined(report::explanation(verdict));
  CAPTURE(text);
  CHECK(has(text, "each value v is judged as 200 - v"));
  CHECK(has(text, "z = ln(130 / "));
  CHECK(number_after(text, "c = ") == doctest::Approx(110).epsilon(.02));
  CHECK(number_after(text, "c exp((mu - K se) s) = ")
        < number_after(text, "c exp((mu + K se) s) = "));
}

TEST_CASE("an accepted value says so where its reason is not shown") {
  auto verdict = judged(130, {});
  verdict.status = Status::pass;
  verdict.news = "accepted by octo: bigger models";
  verdict.reason = verdict.news + "; build took 2m 10s";
  CHECK(has(joined(report::verdict_notes(verdict, {verdict})), "accepted by octo"));
  verdict.status = Status::warn;
  CHECK_FALSE(has(joined(report::verdict_notes(verdict, {verdict})), "accepted by octo"));
}

TEST_CASE("a verdict without arithmetic is explained by its reason") {
  const auto lines = report::explanation(test::sample_verdict(Status::pass));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "build-time (sigma): pass");
}
