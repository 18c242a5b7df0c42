// SPDX-License-Identifier: Apache-2.0
#include "codec/event_json.hpp"
#include "commands/build/explain_build.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace tidegate;

namespace {

const std::string sha = "0123456789012345678901234567890123456789";

model::Step step(const std::string& instruction, int index, bool cached, double seconds) {
  model::Step result;
  result.stage = "app";
  result.index = index;
  result.instruction = instruction;
  result.name = "[app] " + instruction;
  result.digest = "sha256:" + instruction;
  result.cached = cached;
  result.reached = true;
  result.started = Time(std::chrono::seconds(1'790'000'000));
  result.completed = result.started;
  result.duration = Seconds(seconds);
  return result;
}

// The n-th build of one project: a COPY, whose listing knows a folder only, and a RUN.
model::Build build_of(int n, const std::string& digest, bool copy_cached, bool run_cached) {
  model::Build build;
  build.id = "01JD000000000000000000000" + std::to_string(n);
  build.started = Time(std::chrono::seconds(1'790'000'000) + std::chrono::minutes(n));
  build.outcome = model::Outcome::success;
  build.exit_status = 0;
  build.duration = Seconds(3);
  build.phases = model::Phases{};
  build.run.sha = sha;
  build.run.ref = "refs/heads/main";
  build.steps = {step("COPY src src", 2, copy_cached, 1), step("RUN make", 3, run_cached, 5)};
  build.steps[1].inputs = {0};
  build.inputs.copies = {{"app", 2, digest, {{"src/", digest}}}};
  return build;
}

struct Rig {
  test::TempDir dir;
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;
  util::Redactor redactor;
  model::Settings settings;
  const github::MergeBase* merge_base{nullptr};

  Rig() {
    settings.events_dir = (dir.path() / "events").string();
    settings.store = (dir.path() / "history.db").string();
  }

  void record(const model::Build& build) const {
    commands::Ledger ledger(settings);
    REQUIRE(ledger.append(codec::build_event(build, {})));
  }

  commands::Explanation explain(model::Build& build, bool open = true) {
    commands::Ledger ledger(settings);
    if (open) {
      REQUIRE(ledger.open());
    }
    return commands::explain_build(
        build,
        ledger,
        {.process = process, .http = http, .clock = clock, .environment = environment},
        {.context_folder = "ctx",
         .cache_exports = {},
         .redactor = redactor,
         .merge_base = merge_base});
  }
};

} // namespace

TEST_CASE("a build is compared with the one before, and git names the file in a folder") {
  Rig rig;
  rig.record(build_of(1, "aaaa", false, false));
  auto now = build_of(2, "bbbb", false, false);
  rig.process.script.push_back({.out = std::string("src/secret.c\0", 13)});
  rig.redactor.hide("secret");
  rig.explain(now);
  REQUIRE(now.baseline.has_value());
  CHECK(now.baseline->id == build_of(1, "", false, false).id);
  CHECK(now.baseline->sha == sha);
  REQUIRE(now.misses.size() == 1);
  CHECK(now.misses[0].because == "src/***.c changed");
  CHECK(now.misses[0].followers == std::vector<int>{1});
}

TEST_CASE("a pull request is compared with its merge-base, not with the tip of the base branch") {
  Rig rig;
  auto at_base = build_of(1, "aaaa", true, true);
  at_base.run.sha = "base";
  auto tip = build_of(2, "aaaa", true, true);
  rig.record(at_base);
  rig.record(tip);
  auto now = build_of(3, "aaaa", true, true);
  now.run.ref = "refs/pull/7/merge";
  const github::MergeBase known{.sha = "base", .ancestors = {"base", "before"}};
  const github::MergeBase unbuilt{.sha = "newer", .ancestors = {"newer", "base"}};
  for (const auto* const merge_base : {&known, &unbuilt}) {
    rig.merge_base = merge_base;
    rig.explain(now);
    REQUIRE(now.baseline.has_value());
    CHECK(now.baseline->id == at_base.id);
    CHECK(now.baseline->merge_base == merge_base->sha);
  }
  rig.merge_base = nullptr;
  rig.explain(now);
  CHECK(now.baseline->id == tip.id);
  CHECK(now.baseline->merge_base.empty());
}

TEST_CASE("where every build has trouble with its cache, the one before is compared with") {
  Rig rig;
  auto before = build_of(1, "aaaa", false, false);
  before.cache.problems = {"type=gha was asked for, and there is no token"};
  rig.record(before);
  auto now = build_of(2, "bbbb", false, false);
  now.cache.problems = before.cache.problems;
  rig.process.script.push_back({.out = std::string("src/a.c\0", 8)});
  rig.explain(now);
  REQUIRE(now.baseline.has_value());
  CHECK(now.baseline->id == before.id);
  REQUIRE(now.misses.size() == 1);
  CHECK(now.misses[0].because == "src/a.c changed");
}

TEST_CASE("a build out of the cache asks nobody and has its savings") {
  Rig rig;
  rig.record(build_of(1, "aaaa", false, false));
  auto now = build_of(2, "aaaa", true, true);
  now.cache.account = model::CacheAccount{.repository_bytes = 5};
  rig.explain(now);
  CHECK(now.misses.empty());
  REQUIRE(now.cache.account.has_value());
  CHECK(now.cache.account->saved == Seconds(6));
  CHECK(now.cache.account->repository_bytes == 5);
  CHECK(rig.process.asked.empty());
}

TEST_CASE("the first build has no baseline") {
  Rig rig;
  auto now = build_of(1, "aaaa", false, false);
  rig.explain(now);
  CHECK_FALSE(now.baseline.has_value());
  REQUIRE(now.misses.size() == 1);
  CHECK(now.misses[0].cause == model::MissCause::first_build);
}

TEST_CASE("a history that is not open leaves the cause unknown") {
  Rig rig;
  auto now = build_of(1, "aaaa", false, false);
  rig.explain(now, false);
  REQUIRE(now.misses.size() == 1);
  CHECK(now.misses[0].cause == model::MissCause::unknown);
}

TEST_CASE("a pull request is compared with its own builds, then with those of its base") {
  Rig rig;
  auto topic = build_of(1, "aaaa", true, true);
  topic.run.ref = "refs/heads/release";
  rig.record(topic);
  rig.record(build_of(2, "aaaa", true, true));
  auto now = build_of(3, "aaaa", true, true);
  now.run.ref = "refs/pull/7/merge";
  rig.environment.variables["GITHUB_BASE_REF"] = "release";
  rig.explain(now);
  REQUIRE(now.baseline.has_value());
  CHECK(now.baseline->ref == "refs/heads/release");
}
