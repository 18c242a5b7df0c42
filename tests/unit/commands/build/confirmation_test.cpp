// SPDX-License-Identifier: Apache-2.0
#include "commands/build/confirmation.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace tidegate;

namespace {

std::string vertex(const std::string& name, bool cached) {
  const std::string at = R"("started":"2026-11-21T10:00:00Z","completed":"2026-11-21T10:00:08Z")";
  return R"({"vertexes":[{"digest":"sha256:)" + std::to_string(name.size()) + R"(","name":")" + name
         + "\"," + (cached ? R"("cached":true,)" : "") + at + "}]}\n";
}

// A docker whose builds take their time and say what they are told.
class FakeDocker final : public ports::Process {
public:
  struct Build {
    double seconds{8};
    std::string says{vertex("[s 2/2] RUN make", false)};
    ports::Exit exit{};
  };

  explicit FakeDocker(test::FakeClock& clock)
      : clock_(clock) {}

  Result<ports::Exit> run(const ports::Command& command,
                          const ports::ChunkSink& /*on_stdout*/,
                          const ports::ChunkSink& on_stderr) override {
    if (command.argv.at(1) != "buildx") {
      return ports::Exit{.status = 1};
    }
    builds.push_back(command);
    REQUIRE(builds.size() <= script.size());
    const auto& build = script[builds.size() - 1];
    clock_.sleep(Seconds{build.seconds});
    on_stderr(build.says);
    return build.exit;
  }

  std::vector<Build> script;
  std::vector<ports::Command> builds;

private:
  test::FakeClock& clock_;
};

// A build of ten seconds, with one executed step, that is suspect as long as `suspect` says so.
struct Rig {
  test::TempDir folder;
  test::FakeClock clock;
  test::FakeEnvironment environment;
  test::FakeHttp http;
  FakeDocker docker{clock};
  commands::BuildOptions options;
  model::Policy policy;
  model::Build build;
  int suspect_until{1}; // so many good measurements settle it
  int judged{0};
  std::vector<std::pair<std::vector<std::string>, std::vector<model::Verdict>>> kept;

  Rig() {
    environment.variables["TMPDIR"] = folder.path().string();
    options.buildx_args = {"--push", "-t", "app:1", "."};
    build.outcome = model::Outcome::success;
    build.duration = Seconds{10};
    build.phases = model::Phases{.execute = Seconds{8}, .other = Seconds{2}};
    model::Step step;
    step.stage = "s";
    step.index = step.total = 2;
    step.instruction = "RUN make";
    step.name = "[s 2/2] RUN make";
    step.started = Time(std::chrono::seconds(0));
    step.completed = Time(std::chrono::seconds(8));
    build.steps = {step};
  }

  std::vector<model::Verdict> judge() {
    ++judged;
    model::Verdict verdict;
    verdict.metric = "build-time";
    verdict.rule = "prediction";
    const auto good = std::ranges::count_if(
        build.remeasured, [](const auto& measured) { return measured.failure.empty(); });
    verdict.status = model::Status::fail;
    verdict.measure_again = good < suspect_until;
    verdict.reason = "slow";
    return {verdict};
  }

  commands::Confirmation confirm() {
    auto session = commands::plan_session(options, {docker, http, clock, environment});
    REQUIRE(session);
    session->settings.policy = policy;
    actions::WorkflowLog log(environment, false);
    return commands::judge_and_confirm(
        *session,
        build,
        {.dockerfile = {}},
        log,
        {.judge = [this] { return judge(); },
         .keep = [this](const model::Build& so_far,
                        const auto& verdicts) { kept.emplace_back(so_far.notices, verdicts); }});
  }

  // The one verdict and why nothing was measured.
  std::string failure() {
    const auto confirmation = confirm();
    CHECK(confirmation.verdicts.at(0).status == model::Status::inconclusive);
    REQUIRE(!build.remeasured.empty());
    CHECK(build.remeasured.back().values.empty());
    const auto why = build.remeasured.back().failure;
    CHECK(confirmation.verdicts[0].reason == "slow; it could not be confirmed: " + why);
    return why;
  }
};

} // namespace

TEST_SUITE("confirmation") {
  TEST_CASE("what is known is kept before the build is measured again, and is no failure") {
    Rig rig;
    rig.docker.script = {{.seconds = 9}};
    rig.confirm();
    REQUIRE(rig.kept.size() == 1);
    const auto& [notices, verdicts] = rig.kept.front();
    CHECK(notices
          == std::vector<std::string>{
              "not measured again to confirm: the program was killed meanwhile"});
    CHECK(verdicts.at(0).status == model::Status::inconclusive);
    CHECK(std::ranges::find(rig.build.notices, notices.front()) == rig.build.notices.end());
  }

  TEST_CASE("what nothing speaks against is not measured again") {
    Rig rig;
    rig.suspect_until = 0;
    CHECK(rig.confirm().verdicts.at(0).status == model::Status::fail);
    CHECK(rig.docker.builds.empty());
    CHECK(rig.judged == 1);
  }

  TEST_CASE("confirm: 0 fails at once") {
    Rig rig;
    rig.policy.confirm = 0;
    CHECK(rig.confirm().verdicts.at(0).status == model::Status::fail);
    CHECK(rig.docker.builds.empty());
    CHECK(rig.build.remeasured.empty());
  }

  TEST_CASE("the same steps are executed once more and the build is judged again") {
    Rig rig;
    rig.docker.script = {{.seconds = 9}};
    const auto confirmation = rig.confirm();
    CHECK(confirmation.verdicts.at(0).status == model::Status::fail);
    CHECK(rig.judged == 2);
    REQUIRE(rig.build.remeasured.size() == 1);
    const auto& measured = rig.build.remeasured[0];
    CHECK(measured.duration == Seconds{9});
    CHECK(measured.failure.empty());
    REQUIRE(!measured.values.empty());
    CHECK(measured.values[0].metric.kind == model::MetricKind::build_time);
    CHECK(measured.values[0].value == doctest::Approx(10)); // 8 executing, 2 as in the first build
    const auto& argv = rig.docker.builds.at(0).argv;
    CHECK(std::ranges::count(argv, "--no-cache") == 1);
    CHECK(std::ranges::count(argv, "--push") == 0);
    CHECK(std::ranges::count(argv, "app:1") == 0);
    CHECK(rig.docker.builds[0].time_limit == std::chrono::seconds(600));
    CHECK(rig.environment.written_err.find("measured again to confirm: 9.0s, the first time 10.0s")
          != std::string::npos);
    CHECK(rig.build.notices.size() == 1);
  }

  TEST_CASE("it is measured as often as the policy says, within one limit") {
    Rig rig;
    rig.policy.confirm = 3;
    rig.policy.confirm_limit = Seconds{23};
    rig.suspect_until = 9;
    rig.docker.script = {{.seconds = 7}, {.seconds = 7}};
    CHECK(rig.failure() == "the build took 10.0s, and 9.0s are left to measure again");
  }

  TEST_CASE("a build longer than the limit is not made again") {
    Rig rig;
    rig.policy.confirm_limit = Seconds{9};
    CHECK(rig.failure() == "the build took 10.0s, and 9.0s are left to measure again");
    CHECK(rig.docker.builds.empty());
  }

  TEST_CASE("a second build that takes too long is ended") {
    Rig rig;
    rig.policy.confirm_limit = Seconds{30};
    rig.docker.script = {
        {.seconds = 30, .says = "", .exit = {.status = 1, .interrupted = {}, .timed_out = true}}};
    CHECK(rig.failure() == "it was not done after 30.0s");
    CHECK(rig.build.remeasured[0].duration == Seconds{30});
  }

  TEST_CASE("a second build that fails leaves it open") {
    Rig rig;
    rig.docker.script = {{.seconds = 1, .says = "ERROR: no space left\n", .exit = {.status = 1}}};
    CHECK(rig.failure().starts_with("it failed: "));
  }

  TEST_CASE("a second build that executed other steps says nothing") {
    Rig rig;
    rig.docker.script = {{.seconds = 1, .says = vertex("[s 2/2] RUN make", true)}};
    CHECK(rig.failure() == "[s 2/2] RUN make was not executed the second time");
  }

  TEST_CASE("a signal ends it and is told") {
    Rig rig;
    rig.docker.script = {
        {.seconds = 1, .says = "", .exit = {.status = 130, .interrupted = SIGTERM}}};
    const auto confirmation = rig.confirm();
    CHECK(confirmation.interrupted == SIGTERM);
    CHECK(confirmation.verdicts.at(0).status == model::Status::inconclusive);
    CHECK(rig.build.remeasured.at(0).failure == "it was interrupted");
    CHECK(rig.build.outcome == model::Outcome::success);
  }

  TEST_CASE("a build out of a pipe cannot be made again") {
    Rig rig;
    rig.options.buildx_args = {"-"};
    CHECK(rig.failure() == "its context or Dockerfile came from standard input");
  }

  TEST_CASE("on-inconclusive: fail lets it fail the job") {
    Rig rig;
    rig.policy.on_inconclusive = model::OnFail::fail;
    rig.policy.confirm_limit = Seconds{1};
    CHECK(rig.confirm().verdicts.at(0).status == model::Status::fail);
  }
}
