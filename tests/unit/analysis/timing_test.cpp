// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_fold.hpp"
#include "analysis/timing.hpp"
#include "support/recording.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using analysis::Phase;
using analysis::TimedStep;
using test::fold_recording;
using test::load_recording;
using test::step_named;

namespace {

Time at(double second) {
  return Time(std::chrono::round<std::chrono::nanoseconds>(Seconds(second)));
}

TimedStep step(std::string name, double from, double to, std::vector<int> inputs = {}) {
  const auto parsed = analysis::parse_step_name(name);
  TimedStep timed;
  timed.step.name = std::move(name);
  timed.step.stage = parsed.stage;
  timed.step.index = parsed.index;
  timed.step.instruction = parsed.instruction;
  timed.step.platform = parsed.platform;
  timed.step.inputs = std::move(inputs);
  timed.step.reached = true;
  timed.step.duration = Seconds(to - from);
  timed.intervals = {{at(from), at(to)}};
  timed.phase = parsed.phase;
  return timed;
}

double critical(const std::vector<TimedStep>& steps, std::size_t index) {
  return steps.at(index).step.timing->critical.count();
}

double critical_sum(const std::vector<TimedStep>& steps) {
  double sum = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    sum += critical(steps, i);
  }
  return sum;
}

// load definition 0-1, FROM 1-2, slow lint 2-12, compile 2-30, COPY --from=build 30-31, export.
std::vector<TimedStep> two_branches() {
  std::vector<TimedStep> steps{
      step("[internal] load build definition from Dockerfile", 0, 1),
      step("[build 1/2] FROM docker.io/library/gcc", 1, 2),
      step("[lint 2/2] RUN lint", 2, 12, {1}),
      step("[build 2/2] RUN make", 2, 30, {1}),
      step("[stage-2 2/3] COPY --from=build /app /app", 30, 31, {1, 3}),
      step("[stage-2 3/3] COPY --from=lint /report /report", 31, 31.5, {2, 4}),
      step("exporting to image", 31.5, 33),
      step("exporting to GitHub Actions Cache", 33, 40),
  };
  analysis::add_timing(steps);
  return steps;
}

} // namespace

TEST_CASE("the critical path goes back over the input that ended last, and sums up to the build") {
  const auto steps = two_branches();
  CHECK(critical(steps, 3) == doctest::Approx(28));
  CHECK(critical(steps, 4) == doctest::Approx(1));
  CHECK(critical(steps, 7) == doctest::Approx(7));
  CHECK(critical_sum(steps) == doctest::Approx(40));
}

TEST_CASE("a slow step beside the critical path is not blamed") {
  CHECK(critical(two_branches(), 2) == 0);
}

TEST_CASE("a step waits from the end of its first input to its start") {
  const auto steps = two_branches();
  CHECK(steps[4].step.timing->waited.count() == doctest::Approx(28)); // FROM was there at 2
  CHECK(steps[3].step.timing->waited.count() == doctest::Approx(0));
}

TEST_CASE("time in which an input was still at work is not a step's own") {
  std::vector<TimedStep> steps{step("[a 1/2] FROM x", 0, 6), step("[a 2/2] RUN y", 4, 10, {0})};
  analysis::add_timing(steps);
  CHECK(steps[1].step.timing->own.count() == doctest::Approx(4));
  CHECK(critical(steps, 1) == doctest::Approx(4));
  CHECK(critical(steps, 0) == doctest::Approx(6));
}

TEST_CASE("a step that runs twice bounds the build only while it is at work") {
  std::vector<TimedStep> steps{step("[a 1/2] FROM x", 0, 1), step("[a 2/2] RUN y", 1, 2, {0})};
  steps[1].intervals.push_back({at(8), at(10)});
  analysis::add_timing(steps);
  CHECK(critical(steps, 1) == doctest::Approx(3));
  CHECK(critical(steps, 0) == doctest::Approx(1));
}

TEST_CASE("layers fetched again for a step hide nothing that the step had to wait for") {
  std::vector<TimedStep> steps{step("[deps 1/1] FROM x", 0, 1),
                               step("[build 1/1] RUN make", 1, 6, {0}),
                               step("[stage-2 1/1] COPY --from=build /a /", 6.3, 7, {0, 1})};
  steps[0].intervals.push_back({at(6.1), at(6.3)}); // unpacked for the COPY
  analysis::add_timing(steps);
  CHECK(critical(steps, 1) == doctest::Approx(5));
  CHECK(critical(steps, 0) == doctest::Approx(1.2));
  CHECK(critical(steps, 2) == doctest::Approx(0.7));
}

TEST_CASE("a cached step that BuildKit looked at late hides nothing that was waited for") {
  std::vector<TimedStep> steps{step("[base 1/1] FROM x", 0, 0.1),
                               step("[test 1/1] RUN make check", 0.1, 9, {0}),
                               step("[stage-2 1/2] COPY --from=build /a /", 9.1, 9.1, {0}),
                               step("[stage-2 2/2] COPY --from=test /log /", 9.2, 9.3, {1, 2}),
                               step("exporting to image", 9.3, 10)};
  analysis::add_timing(steps);
  CHECK(critical(steps, 1) == doctest::Approx(8.9));
  CHECK(critical(steps, 4) == doctest::Approx(0.7));
}

TEST_CASE("steps that need each other or themselves end the walk") {
  std::vector<TimedStep> steps{step("[a 1/2] RUN x", 0, 5, {1}),
                               step("[a 2/2] RUN y", 0, 6, {0, 1})};
  analysis::add_timing(steps);
  CHECK(critical_sum(steps) <= 6.0);
}

TEST_CASE("without moments there is no timing, but the stages still sum up what is known") {
  std::vector<TimedStep> steps{step("[a 1/2] FROM x", 0, 1), step("[a 2/2] RUN y", 1, 3)};
  for (auto& timed : steps) {
    timed.intervals.clear();
  }
  analysis::add_timing(steps);
  CHECK_FALSE(steps[1].step.timing.has_value());
  const auto stages = analysis::stages_of(steps);
  REQUIRE(stages.size() == 1);
  CHECK_FALSE(stages[0].wall.has_value());
  CHECK(stages[0].own->count() == doctest::Approx(3));
}

TEST_CASE("a stage tells its wall time, its own time and what came from the cache") {
  const auto stages = analysis::stages_of(two_branches());
  REQUIRE(stages.size() == 3);
  CHECK(stages[0].name == "build");
  CHECK(stages[0].wall->count() == doctest::Approx(29));
  CHECK(stages[0].cacheable_steps == 1);
  CHECK(stages[0].cached_steps == 0);
  CHECK_FALSE(stages[0].final);
  CHECK(stages[2].name == "stage-2");
  CHECK(stages[2].final);
}

TEST_CASE("platforms stand side by side, and those of another processor are marked") {
  std::vector<TimedStep> steps{step("[linux/amd64 a 1/1] RUN x", 0, 2),
                               step("[linux/arm64 a 1/1] RUN x", 0, 9),
                               step("[linux/amd64->arm64 b 1/1] RUN cross", 0, 4)};
  model::Build build;
  build.platforms = analysis::platforms_of(steps);
  for (const auto& timed : steps) {
    build.steps.push_back(timed.step);
  }
  build.runner.arch = "X64";
  analysis::mark_emulated(build);
  REQUIRE(build.platforms.size() == 2);
  CHECK(build.platforms[0].platform == "linux/amd64");
  CHECK_FALSE(build.platforms[0].emulated);
  CHECK(build.platforms[1].wall->count() == doctest::Approx(9));
  CHECK(build.platforms[1].emulated);
  CHECK_FALSE(build.steps[2].emulated);
}

TEST_CASE("on a machine of an unknown kind, or with a builder elsewhere, nothing is emulated") {
  model::Build build;
  build.steps = {step("[linux/arm64 a 1/1] RUN x", 0, 9).step};
  analysis::mark_emulated(build);
  CHECK_FALSE(build.steps[0].emulated);
  build.runner.arch = "X64";
  build.builder.driver = "kubernetes";
  analysis::mark_emulated(build);
  CHECK_FALSE(build.steps[0].emulated);
  build.builder.driver = "docker-container";
  analysis::mark_emulated(build);
  CHECK(build.steps[0].emulated);
}

TEST_CASE("in a real build the inputs of a step are the steps before it, and the path is closed") {
  const auto steps = fold_recording("cold-multi-stage").timed_steps();
  const auto run = std::ranges::find_if(
      steps, [](const TimedStep& s) { return s.step.name.find("[build 5/5]") == 0; });
  REQUIRE(run != steps.end());
  REQUIRE(run->step.inputs.size() == 1);
  CHECK(steps[static_cast<std::size_t>(run->step.inputs[0])].step.name.find("[build 4/5]") == 0);
  double sum = 0;
  Time first = steps.front().intervals.front().from;
  Time last = first;
  for (const TimedStep& timed : steps) {
    if (!timed.intervals.empty()) {
      sum += timed.step.timing->critical.count();
      first = std::min(first, timed.intervals.front().from);
      last = std::max(last, timed.intervals.back().to);
    }
  }
  const double whole = Seconds(last - first).count();
  CHECK(sum <= whole + 1e-6);
  CHECK(sum > 0.8 * whole);
}
