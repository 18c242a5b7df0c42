// SPDX-License-Identifier: Apache-2.0
#include "codec/series_json.hpp"
#include "unit/codec/schema_check.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <string>

namespace tidegate::codec {
namespace {

std::string problem(std::string_view line) {
  const auto series = parse_series(line);
  return series ? "" : series.error().message;
}

} // namespace

TEST_CASE("a row holds values, and may hold times, CPU models and second measurements") {
  const auto series = parse_series(
      R"({"series":"a","unit":["s"],"values":[1,2.5],"timestamps":["2026-01-01",1601407819000],)"
      R"("hosts":["EPYC",2],"confirmations":[null,2.4]})");
  REQUIRE(series);
  CHECK(series->name == "a");
  CHECK(series->values == std::vector{1.0, 2.5});
  CHECK(series->times == std::vector<std::string>{"2026-01-01", "1601407819000"});
  CHECK(series->hosts == std::vector<std::string>{"EPYC", "2"});
  CHECK(series->confirmations == std::vector<std::optional<double>>{std::nullopt, 2.4});
  const auto bare = parse_series(R"({"values":[],"series":"b","hosts":null})");
  REQUIRE(bare);
  CHECK(bare->hosts.empty());
}

TEST_CASE("what is no number keeps its place among the values") {
  const auto series = parse_series(
      R"({"series":"NaN \"Infinity\", 1e999","values":[1,NaN,null,"2",[3,[4]],{"a":5},-Infinity,1e999,true,6]})");
  REQUIRE(series);
  CHECK(series->name == "NaN \"Infinity\", 1e999");
  REQUIRE(series->values.size() == 10);
  CHECK(series->values.front() == 1);
  CHECK(series->values.back() == 6);
  for (std::size_t i = 1; i < 9; ++i) {
    CHECK_FALSE(std::isfinite(series->values[i]));
  }
}

TEST_CASE("a row that cannot be used says why") {
  CHECK(problem("") == "not JSON");
  CHECK(problem(R"({"series":"a","values":[1,2)") == "not JSON: it is cut off at its end");
  CHECK(problem(R"({"series":"a","values":[1,NaN,"x)") == "not JSON: it is cut off at its end");
  CHECK(problem(R"({"series":"a","values":[1,2]]})") == "not JSON");
  CHECK(problem("values: 1 2 3") == "not JSON");
  CHECK(problem("{\"series\":\"\xff\",\"values\":[]}") == "not JSON");
  CHECK(problem("[1]") == "not a JSON object");
  CHECK(problem("3") == "not a JSON object");
  CHECK(problem(R"({"values":[1]})") == "\"series\" is missing, or not a text");
  CHECK(problem(R"({"series":1,"values":[1]})") == "\"series\" is missing, or not a text");
  CHECK(problem(R"({"series":"a"})") == "\"values\" is missing, or not a list");
  CHECK(problem(R"({"series":"a","values":{"values":[1]}})")
        == "\"values\" is missing, or not a list");
  CHECK(problem(R"({"series":"a","values":[1,2],"hosts":["x"]})")
        == "\"hosts\" has 1 entries for 2 values");
  CHECK(problem(std::string(1000000, '[')) == "not JSON: it is cut off at its end");
}

TEST_CASE("a row whose key comes twice is what comes last") {
  const auto series = parse_series(R"({"series":"a","values":[1,2],"values":[3]})");
  REQUIRE(series);
  CHECK(series->values == std::vector{3.0});
}

TEST_CASE("the outcome of a backtest is what its schema describes") {
  model::SeriesBacktest outcome{};
  outcome.name = "a";
  CHECK(
      to_json(outcome)
      == R"({"series":"a","judged":0,"learning":0,"red":[],"inconclusive":[],"rebased":[],"creep":[],"smallest_visible_step":null,"class":null,"untidy":[]})");
  CHECK(complaints(to_json(outcome), "backtest.schema.json") == "");
  outcome.red = {3, 4};
  outcome.inconclusive = {1};
  outcome.rebased = {9};
  outcome.creep = {12};
  outcome.smallest_visible_step = .25;
  outcome.shape = model::SeriesShape{.kind = model::SeriesClass::ugly, .untidy = {}};
  for (const auto why : {model::Untidiness::few_builds,
                         model::Untidiness::high_value,
                         model::Untidiness::skew,
                         model::Untidiness::alike_neighbours,
                         model::Untidiness::wander,
                         model::Untidiness::creep}) {
    outcome.shape->untidy.push_back(why);
  }
  CHECK(
      to_json(outcome).find(
          R"("class":"ugly","untidy":["few-builds","high-value","skew","alike-neighbours","wander","creep"]})")
      != std::string::npos);
  CHECK(complaints(to_json(outcome), "backtest.schema.json") == "");
  std::string wrong = to_json(outcome);
  wrong.replace(wrong.find("\"red\":[3"), 8, "\"red\":[\"");
  wrong.replace(wrong.find("\"red\":[\""), 8, "\"rot\":[3");
  CHECK(complaints(wrong, "backtest.schema.json") == ": lacks \"red\"\n/rot: is not in the schema");
}

TEST_CASE("a series of the own log is told with its thing, its commits and its episodes") {
  model::MetricBacktest told{};
  told.series = {.thing = {},
                 .metric = {.kind = model::MetricKind::step_time, .part = "a: RUN make"},
                 .situation = "a from 2"};
  told.series.thing.image = "app";
  told.series.thing.job = "image";
  told.together = 7;
  told.red_fails = false;
  told.outcome.red = {3, 4};
  told.red_commits = {"abc", ""};
  told.episodes = {{.first = 3,
                    .last = 4,
                    .builds = 2,
                    .end = model::RegressionEnd::fixed,
                    .first_sha = "abc",
                    .usual = 10}};
  CHECK(
      to_json(told)
      == R"({"series":"step-time a: RUN make (a from 2) of app, job image","judged":0,"learning":0,"red":[3,4],"inconclusive":[],"rebased":[],"creep":[],"smallest_visible_step":null,"class":null,"untidy":[],"commits":["abc",null],"thing":{"repository":null,"workflow":null,"job":"image","leg":null,"image":"app","dockerfile":null,"target":null,"platform":null},"metric":"step-time a: RUN make","situation":"a from 2","unit":"seconds","on_red":"warn","judged_together":7,"episodes":[{"first":3,"last":4,"builds":2,"first_commit":"abc","last_commit":null,"first_at":"1970-01-01T00:00:00.000Z","last_at":"1970-01-01T00:00:00.000Z","usual":10.0,"level":null,"end":"fixed"}]})");
  CHECK(complaints(to_json(told), "backtest.schema.json") == "");
  for (const auto end : {model::RegressionEnd::open, model::RegressionEnd::accepted}) {
    told.episodes.front().end = end;
    CHECK(complaints(to_json(told), "backtest.schema.json") == "");
  }
}

} // namespace tidegate::codec
