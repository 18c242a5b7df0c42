// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction.hpp"
#include "report/verdict_facts.hpp"
#include "unit/analysis/metric_series.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <string>

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

TEST_CASE("a verdict without arithmetic is explained by its reason") {
  const auto lines = report::explanation(test::sample_verdict(Status::pass));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "build-time (sigma): pass");
}
