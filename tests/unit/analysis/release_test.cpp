// SPDX-License-Identifier: Apache-2.0
#include "analysis/release.hpp"
#include "analysis/release_runs.hpp"

#include <doctest/doctest.h>

namespace tidegate::analysis {
namespace {

using model::OnFail;
using model::Release;
using model::ReleaseBuild;
using model::ReleaseGate;
using model::Status;
using model::Verdict;

Verdict verdict(const std::string& metric, Status status, const std::string& reason) {
  Verdict made;
  made.metric = metric;
  made.rule = "prediction";
  made.status = status;
  made.reason = reason;
  return made;
}

Verdict open_since(const std::string& metric, Status status, int builds_ago) {
  Verdict made = verdict(metric, status, metric + " is slower");
  made.since = {.event_id = "01A", .sha = "abcdef0123456789", .builds_ago = builds_ago};
  return made;
}

ReleaseBuild
built(std::vector<Verdict> verdicts, const std::string& leg = "", double seconds = 20) {
  ReleaseBuild made;
  made.build.id = "01JD";
  made.build.outcome = model::Outcome::success;
  made.build.duration = Seconds(seconds);
  made.build.image.ref = "ghcr.io/o/app:1";
  made.build.run.leg = leg;
  made.verdicts = std::move(verdicts);
  return made;
}

// Newest first: `failed` that failed, then `passed` that passed.
model::RunPast runs(int failed, int passed) {
  model::RunPast past{.known = true};
  for (int i = 0; i < failed + passed; ++i) {
    past.runs.push_back({.id = 1000 - i,
                         .workflow = "CI",
                         .sha = {},
                         .created = Time(std::chrono::hours(10'000 - i)),
                         .decided = true,
                         .passed = i >= failed,
                         .duration = Seconds(100),
                         .queued = Seconds(i + 1),
                         .jobs = 3});
  }
  return past;
}

ReleaseEvidence evidence(std::vector<ReleaseBuild> builds, model::RunPast past = runs(0, 10)) {
  ReleaseEvidence made;
  made.branch = "main";
  made.builds = std::move(builds);
  made.past = std::move(past);
  return made;
}

const ReleaseGate& gate(const Release& release, const std::string& name) {
  for (const ReleaseGate& each : release.gates) {
    if (each.name == name) {
      return each;
    }
  }
  FAIL("no such gate");
  return release.gates.front();
}

} // namespace

TEST_CASE("a release that meets all is open, gate by gate, and says upon what") {
  const auto release =
      judge_release(evidence({built({verdict("build-time", Status::pass, "as usual")})}), {});
  REQUIRE(release.gates.size() == 4);
  for (const ReleaseGate& each : release.gates) {
    CHECK_MESSAGE(each.status == Status::pass, each.name);
    CHECK_FALSE(each.reasons.empty());
  }
  CHECK(model::gravest(release.gates) == Status::pass);
  CHECK(gate(release, "health").reasons[0] == "100.0 of 100, more than 85 wanted");
}

TEST_CASE("a verdict that fails and a build that failed close the release with thing and reason") {
  auto broken = built({}, "arm64");
  broken.build.outcome = model::Outcome::failure;
  const auto release =
      judge_release(evidence({built({verdict("build-time", Status::fail, "too slow"),
                                     verdict("image-size", Status::warn, "larger")}),
                              broken}),
                    {});
  const auto& builds = gate(release, "builds");
  CHECK(builds.status == Status::fail);
  CHECK(builds.reasons
        == std::vector<std::string>{"ghcr.io/o/app: too slow",
                                    "ghcr.io/o/app (arm64): the build did not succeed"});
}

TEST_CASE("an open regression closes the release wherever it is, and the newest value counts") {
  auto made = evidence({built({})});
  made.newest_of_series = {
      built({verdict("image-size", Status::pass, "fixed")}, "one"),
      built({open_since("build-time", Status::fail, 3), open_since("image-size", Status::fail, 3)},
            "one"),
      built({open_since("step-time build: RUN make", Status::warn, 0),
             verdict("build-time", Status::fail, "a budget, not since long")},
            "two")};
  const auto release = judge_release(made, {});
  REQUIRE(release.regressions.size() == 2);
  CHECK(release.regressions[0].verdict.metric == "build-time");
  CHECK(release.regressions[1].thing == "ghcr.io/o/app (two)");
  const auto& regressions = gate(release, "regressions");
  CHECK(regressions.status == Status::fail);
  CHECK(regressions.reasons
        == std::vector<std::string>{
            "ghcr.io/o/app (one): build-time is slower; open since commit abcdef012345, 3 builds "
            "ago"});
}

TEST_CASE("a regression of a metric that warns is a warning, and series not looked at are told") {
  auto made = evidence({built({})});
  made.newest_of_series = {built({open_since("step-time build: RUN make", Status::warn, 0)})};
  CHECK(gate(judge_release(made, {}), "regressions").status == Status::warn);
  made.newest_of_series.clear();
  made.all_series = false;
  CHECK(gate(judge_release(made, {}), "regressions").status == Status::inconclusive);
  model::Policy policy;
  policy.mode = model::GateMode::sigma;
  made.all_series = true;
  CHECK(gate(judge_release(made, policy), "regressions").reasons[0].find("not judged")
        != std::string::npos);
}

TEST_CASE("health is wanted above 85, or as much as the policy says, and each loss is told") {
  // Reliability 100 at 0.4, performance (100 + 25) / 2 at 0.3.
  const auto slow = evidence({built({}, "", 480), built({}, "fast", 10)});
  const auto release = judge_release(slow, {});
  const double score = (100 * 0.4 + 62.5 * 0.3) / 0.7;
  CHECK(release.health.score.value() == doctest::Approx(score));
  const auto& health = gate(release, "health");
  CHECK(health.status == Status::fail);
  REQUIRE(health.reasons.size() == 3);
  CHECK(health.reasons[1] == "16.1 points lost by docker build time");
  CHECK(health.reasons[2].find("reliability: deployment success") != std::string::npos);
  model::Policy policy;
  policy.min_health = 80;
  CHECK(gate(judge_release(slow, policy), "health").status == Status::pass);
  policy.min_health = 84;
  CHECK(gate(judge_release(slow, policy), "health").status == Status::fail);
  CHECK_FALSE(release_policy(policy).min_health);
}

TEST_CASE("without anything measured health is inconclusive") {
  auto unknown = built({});
  unknown.build.duration.reset();
  const auto release = judge_release(evidence({unknown}, {}), {});
  CHECK(gate(release, "health").status == Status::inconclusive);
  CHECK_FALSE(release.health.score);
}

TEST_CASE("eight of the last ten runs have to have succeeded") {
  CHECK(gate(judge_release(evidence({built({})}, runs(2, 8)), {}), "runs").status == Status::pass);
  const auto closed = judge_release(evidence({built({})}, runs(3, 50)), {});
  CHECK(gate(closed, "runs").status == Status::fail);
  CHECK(gate(closed, "runs").reasons[0].find("7 of the last 10 runs succeeded, 8 of 10 wanted")
        == 0);
  CHECK(closed.runs.queue_median == Seconds(5));
  CHECK(last_runs(runs(0, 20), "", 3).needed == 3);
  CHECK(last_runs(runs(0, 20), "", 5).needed == 4);
  CHECK(last_runs(runs(0, 20), "", 20).needed == 16);
}

TEST_CASE("runs that are not known are never a pass, and close where the policy says so") {
  const auto status = [](const model::RunPast& past, const model::Policy& policy) {
    return gate(judge_release(evidence({built({})}, past), policy), "runs").status;
  };
  model::Policy strict;
  strict.on_inconclusive = OnFail::fail;
  CHECK(status({}, {}) == Status::inconclusive);
  CHECK(status({}, strict) == Status::fail);
  CHECK(status({.problem = "locked"}, {}) == Status::inconclusive);
  CHECK(status(runs(0, 7), {}) == Status::inconclusive);
  CHECK(status(runs(0, 8), {}) == Status::pass);
  CHECK(status(runs(3, 0), {}) == Status::fail); // whatever the other seven came to
  strict.on_fail = OnFail::warn;
  CHECK(status({}, strict) == Status::warn);
  CHECK(status(runs(9, 1), strict) == Status::warn);
}

TEST_CASE("cancelled runs are passed over, and so are those of the workflow that asks") {
  auto past = runs(0, 10);
  past.runs.insert(past.runs.begin(), {.id = 2000, .workflow = "CI", .sha = {}});
  for (int i = 0; i < 5; ++i) {
    past.runs.insert(
        past.runs.begin(),
        {.id = 3000, .workflow = "release", .sha = {}, .decided = true, .passed = false});
  }
  const auto found = last_runs(past, "release", 10);
  CHECK(found.counted == 10);
  CHECK(found.succeeded == 10);
  CHECK(found.left_out == 1);
  CHECK(found.own == 5);
  CHECK(last_runs(past, "", 10).succeeded == 5);
  CHECK(last_runs(runs(3, 7), "CI", 10).succeeded == 7); // there are no others
}

TEST_CASE("names of things are printable and stay apart") {
  model::Build build;
  CHECK(thing_name(build) == "a build without a name");
  build.request.dockerfile = "\x1b[2JDockerfile";
  build.run.job = std::string(1000, 'x') + "1";
  const auto one = thing_name(build);
  CHECK(one.size() <= 200);
  CHECK(one.find('\x1b') == std::string::npos);
  build.run.job.back() = '2';
  CHECK(thing_name(build) != one);
}

} // namespace tidegate::analysis
