// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_values.hpp"
#include "miss_builds.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <vector>

using tidegate::Seconds;
using tidegate::analysis::measured_again;
using tidegate::analysis::metric_values;
using tidegate::model::Build;
using tidegate::model::MetricKind;
using tidegate::model::MetricValue;
using tidegate::test::BuildOf;

namespace model = tidegate::model;

namespace {

// 60 s, of which 12 s went into the cache; two of three steps were executed.
Build sample() {
  BuildOf parts;
  parts.from("build", "golang:1.23", "a")
      .run("build", 2, "COPY go.mod .", true)
      .run("build", 3, "RUN go mod download", false)
      .run("build", 4, "RUN go build", false);
  Build& build = parts.build;
  build.outcome = model::Outcome::success;
  build.duration = Seconds(60);
  build.phases = model::Phases{};
  build.phases->cache_import = Seconds(2);
  build.phases->cache_export = Seconds(10);
  build.stages = {{.name = "build", .platform = {}, .wall = Seconds(40), .own = Seconds(33)}};
  build.steps[2].duration = Seconds(5);
  build.steps[3].duration = Seconds(28);
  build.cache.hit_ratio = 1.0 / 3;
  build.image.size_bytes = 30'000'000;
  return build;
}

std::vector<MetricValue> of_kind(const Build& build, MetricKind kind) {
  auto values = metric_values(build);
  std::erase_if(values, [kind](const MetricValue& value) { return value.metric.kind != kind; });
  return values;
}

MetricValue only(const Build& build, MetricKind kind) {
  const auto values = of_kind(build, kind);
  REQUIRE(values.size() == 1);
  return values.front();
}

Build with_steps(int count) {
  BuildOf parts;
  for (int i = 0; i < count; ++i) {
    parts.run("build", i + 1, "RUN make part" + std::to_string(i), false);
    parts.build.steps.back().duration = Seconds(i);
  }
  parts.build.outcome = model::Outcome::success;
  return parts.build;
}

} // namespace

TEST_CASE("the build time is the work, without reading and writing the cache") {
  CHECK(only(sample(), MetricKind::build_time)
        == MetricValue{{MetricKind::build_time, ""}, "build from 2", 48});
  CHECK(only(sample(), MetricKind::cache_transfer)
        == MetricValue{{MetricKind::cache_transfer, ""}, "build from 2", 12});
}

TEST_CASE("without phases the build time is the whole command, and nothing was transferred") {
  Build build = sample();
  build.phases.reset();
  CHECK(only(build, MetricKind::build_time).value == 60);
  CHECK(of_kind(build, MetricKind::cache_transfer).empty());
}

TEST_CASE("a build that used no cache has no time for it, not zero") {
  Build build = sample();
  build.phases = model::Phases{};
  CHECK(of_kind(build, MetricKind::cache_transfer).empty());
}

TEST_CASE("a stage counts the time in which its steps were at work") {
  CHECK(only(sample(), MetricKind::stage_time)
        == MetricValue{{MetricKind::stage_time, "build"}, "build from 2", 33});
}

TEST_CASE("a stage that was cached as a whole has no time") {
  Build build = sample();
  for (model::Step& step : build.steps) {
    step.cached = true;
  }
  CHECK(of_kind(build, MetricKind::stage_time).empty());
  CHECK(of_kind(build, MetricKind::step_time).empty());
  CHECK(only(build, MetricKind::build_time).situation == "all cached");
}

TEST_CASE("each executed step is a metric of its own, the longest first") {
  const auto steps = of_kind(sample(), MetricKind::step_time);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0] == MetricValue{{MetricKind::step_time, "build: RUN go build"}, "", 28});
  CHECK(steps[1] == MetricValue{{MetricKind::step_time, "build: RUN go mod download"}, "", 5});
}

TEST_CASE("an instruction that stands twice is two metrics, also where the first was cached") {
  Build build = sample();
  build.steps[1].instruction = "RUN go build";
  build.steps[2].instruction = "RUN go build";
  const auto steps = of_kind(build, MetricKind::step_time);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].metric.part == "build: RUN go build #3");
  CHECK(steps[1].metric.part == "build: RUN go build #2");
}

TEST_CASE("steps of several platforms name theirs") {
  Build build = sample();
  build.steps[2].platform = "linux/amd64";
  build.steps[3].platform = "linux/arm64";
  const auto steps = of_kind(build, MetricKind::step_time);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].metric.part == "build: RUN go build (linux/arm64)");
}

TEST_CASE("a long instruction keeps a short name of its own, and nothing that moves a cursor") {
  Build build = sample();
  build.steps[2].instruction = "RUN \x1b[2J" + std::string(5000, 'a') + "1";
  build.steps[3].instruction = "RUN \x1b[2J" + std::string(5000, 'a') + "2";
  const auto steps = of_kind(build, MetricKind::step_time);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].metric.part.size() <= 120);
  CHECK(steps[0].metric.part.find('\x1b') == std::string::npos);
  CHECK(steps[0].metric.part != steps[1].metric.part);
}

TEST_CASE("of very many steps the longest 200 are told") {
  const auto steps = of_kind(with_steps(1000), MetricKind::step_time);
  REQUIRE(steps.size() == 200);
  CHECK(steps.front().value == 999);
  CHECK(steps.back().value == 800);
}

TEST_CASE("size and share need no situation, the score has that of the times it is made of") {
  CHECK(only(sample(), MetricKind::image_size)
        == MetricValue{{MetricKind::image_size, ""}, "", 30'000'000});
  CHECK(only(sample(), MetricKind::cache_hit_ratio)
        == MetricValue{{MetricKind::cache_hit_ratio, ""}, "", 1.0 / 3});
  CHECK(only(sample(), MetricKind::health_score)
        == MetricValue{{MetricKind::health_score, ""}, "build from 2", 100});
}

TEST_CASE("a build that did not succeed measured nothing") {
  Build build = sample();
  build.outcome = model::Outcome::failure;
  CHECK(metric_values(build).empty());
  build.outcome.reset();
  CHECK(metric_values(build).empty());
}

TEST_CASE("a build that the cache broke tells its size alone") {
  Build build = sample();
  build.rebuilt = model::BrokenAttempt{};
  const auto values = metric_values(build);
  REQUIRE(values.size() == 1);
  CHECK(values.front().metric.kind == MetricKind::image_size);
}

TEST_CASE("values that no clock can give are left out") {
  Build build = sample();
  build.duration = Seconds(5); // less than the phases say
  build.steps[2].duration = Seconds(-1);
  build.steps[3].duration = Seconds(std::numeric_limits<double>::quiet_NaN());
  build.stages.front().own = Seconds(std::numeric_limits<double>::infinity());
  CHECK(of_kind(build, MetricKind::build_time).empty());
  CHECK(of_kind(build, MetricKind::step_time).empty());
  CHECK(of_kind(build, MetricKind::stage_time).empty());
  build.duration = Seconds(std::numeric_limits<double>::quiet_NaN());
  CHECK(of_kind(build, MetricKind::build_time).empty());
  CHECK(of_kind(build, MetricKind::health_score).empty());
}

TEST_CASE("no metric is told twice") {
  auto values = metric_values(with_steps(300));
  std::vector<std::string> names;
  for (const MetricValue& value : values) {
    names.push_back(to_text(value.metric));
  }
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
}

TEST_CASE("a value that was measured again is the median of what was the same work") {
  Build build = sample();
  const MetricValue value = only(build, MetricKind::build_time);
  CHECK_FALSE(measured_again(build, value));
  const auto add = [&](double seconds, const std::string& situation) {
    build.remeasured.push_back({.duration = Seconds(seconds),
                                .values = {{value.metric, situation, seconds}},
                                .failure = {}});
  };
  add(90, "all cached");
  CHECK_FALSE(measured_again(build, value));
  add(50, value.situation);
  CHECK(measured_again(build, value) == 50);
  add(40, value.situation);
  CHECK(measured_again(build, value) == 45);
  add(70, value.situation);
  CHECK(measured_again(build, value) == 50);
}
