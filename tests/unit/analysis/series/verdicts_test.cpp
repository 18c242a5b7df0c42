// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/backtest.hpp"
#include "analysis/series/many_metrics.hpp"
#include "codec/series_json.hpp"
#include "support/golden.hpp"
#include "util/lines.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>

namespace tidegate::analysis {
namespace {

using nlohmann::json;

char letter(model::PointStatus status) {
  switch (status) {
  case model::PointStatus::learning:
    return 'l';
  case model::PointStatus::pass:
    return '.';
  case model::PointStatus::inconclusive:
    return 'i';
  case model::PointStatus::red:
    return 'R';
  case model::PointStatus::invalid:
    break;
  }
  return 'x';
}

model::SeriesProfile profile_of(const std::string& word) {
  for (const auto profile : {model::SeriesProfile::strict, model::SeriesProfile::lenient}) {
    if (to_text(profile) == word) {
      return profile;
    }
  }
  return model::SeriesProfile::default_rule;
}

void check_row(std::string_view line) {
  const json row = json::parse(line);
  auto series = codec::parse_series(line);
  REQUIRE(series);
  series->blessed = row.value("blessed", std::vector<std::size_t>());
  CAPTURE(series->name);
  const auto rule = judged_together(
      model::series_rule(profile_of(row["profile"].get<std::string>())), row["metrics"].get<int>());
  std::string verdicts;
  const auto outcome =
      backtest(*series,
               {.rule = rule, .confirm_with_next = row["confirm_with_next"].get<bool>()},
               [&](const model::PointVerdict& verdict) { verdicts += letter(verdict.status); });
  CHECK(verdicts == row["verdicts"].get<std::string>());
  CHECK(outcome.rebased == row["rebased"].get<std::vector<std::size_t>>());
  CHECK(outcome.creep == row["creep"].get<std::vector<std::size_t>>());
  REQUIRE(outcome.smallest_visible_step.has_value() == row["smallest_visible_step"].is_number());
  if (outcome.smallest_visible_step) {
    CHECK(*outcome.smallest_visible_step
          == doctest::Approx(row["smallest_visible_step"].get<double>()).epsilon(1e-9));
  }
}

} // namespace

TEST_CASE("every verdict on every series is that of the reference") {
  int rows = 0;
  const std::string text = test::read_file(std::string(TEST_DATA) + "/series/verdicts.jsonl");
  util::each_line(text, [&](std::string_view line) {
    check_row(line);
    ++rows;
  });
  CHECK(rows == 56);
}

TEST_CASE("an episode of red builds ends as its level is accepted, and says so") {
  model::Series series{.name = "a", .values = std::vector<double>(20, 100.0), .blessed = {22}};
  series.values.insert(series.values.end(), {130, 131, 130, 131, 130});
  const auto outcome = backtest(series, {.confirm_with_next = true});
  CHECK(outcome.red == std::vector<std::size_t>{20, 21, 22});
  REQUIRE(outcome.episodes.size() == 1);
  CHECK(outcome.episodes[0].blessed);
  CHECK_FALSE(outcome.episodes[0].open);
}

} // namespace tidegate::analysis
