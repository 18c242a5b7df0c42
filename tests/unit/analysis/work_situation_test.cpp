// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_values.hpp"
#include "miss_builds.hpp"

#include <doctest/doctest.h>
#include <string>

using tidegate::analysis::work_situation;
using tidegate::test::BuildOf;

namespace {

BuildOf two_stages(bool deps_cached, bool compile_cached, bool copy_cached) {
  BuildOf parts;
  parts.from("build", "golang:1.23", "a")
      .run("build", 2, "COPY go.mod .", true)
      .run("build", 3, "RUN go mod download", deps_cached)
      .run("build", 4, "RUN go build", compile_cached)
      .from("final", "alpine:3", "b")
      .run("final", 2, "RUN adduser app", true)
      .run("final", 3, "COPY --from=build /app /app", copy_cached);
  return parts;
}

} // namespace

TEST_CASE("the work of a build is named by the first executed step of each stage") {
  CHECK(work_situation(two_stages(false, false, false).build) == "build from 2, final from 2");
  CHECK(work_situation(two_stages(true, false, false).build) == "build from 3, final from 2");
}

TEST_CASE("a stage that is cached as a whole is not named, and nothing executed has a name") {
  CHECK(work_situation(two_stages(true, false, true).build) == "build from 3");
  CHECK(work_situation(two_stages(true, true, true).build) == "all cached");
}

TEST_CASE("a step added behind the first executed one is the same work") {
  BuildOf longer = two_stages(true, false, true);
  longer.run("build", 5, "RUN strip /app", false);
  CHECK(work_situation(longer.build) == work_situation(two_stages(true, false, true).build));
}

TEST_CASE("without cacheable steps nothing is known of the work") {
  CHECK(work_situation({}).empty());
  BuildOf alone;
  alone.own("[internal] load build context").from("build", "alpine", "a");
  CHECK(work_situation(alone.build).empty());
}

TEST_CASE("a step that was never reached was not executed") {
  BuildOf parts = two_stages(true, false, true);
  for (auto& step : parts.build.steps) {
    step.reached = step.cached;
  }
  CHECK(work_situation(parts.build) == "all cached");
}

TEST_CASE("platforms are kept apart where there are several") {
  BuildOf parts = two_stages(true, false, true);
  for (auto& step : parts.build.steps) {
    step.platform = "linux/amd64";
  }
  CHECK(work_situation(parts.build) == "build from 3");
  const auto first = parts.build.steps;
  for (auto step : first) {
    step.platform = "linux/arm64";
    step.cached = step.cached && step.instruction != "RUN go mod download";
    parts.build.steps.push_back(step);
  }
  CHECK(work_situation(parts.build) == "build linux/amd64 from 3, build linux/arm64 from 2");
}

TEST_CASE("a hostile name of a stage stays short, printable and itself") {
  BuildOf one;
  one.run(std::string(5000, 'x') + "1\x1b[2J", 1, "RUN a", false);
  BuildOf other;
  other.run(std::string(5000, 'x') + "2\x1b[2J", 1, "RUN a", false);
  const std::string situation = work_situation(one.build);
  CHECK(situation.size() < 200);
  CHECK(situation.find('\x1b') == std::string::npos);
  CHECK(situation != work_situation(other.build));
}

TEST_CASE("many stages make a name of bounded length that still tells them apart") {
  BuildOf one;
  for (int i = 0; i < 300; ++i) {
    one.run("stage" + std::to_string(i), 1, "RUN a", false);
  }
  BuildOf other = one;
  other.build.steps.back().cached = true;
  CHECK(work_situation(one.build).size() <= 420);
  CHECK(work_situation(one.build) != work_situation(other.build));
}
