// SPDX-License-Identifier: Apache-2.0
// Causes that the texts and digests of the steps themselves show.
#include "analysis/first_miss.hpp"
#include "unit/analysis/miss_builds.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using model::MissCause;
using test::BuildOf;
using test::stage;
using Texts = std::vector<std::string>;

TEST_CASE("stages that share the vertex of a base image have its digest too") {
  const auto shared = [](const std::string& digest, bool cached) {
    BuildOf of;
    of.from("deps", "debian:12", digest)
        .run("deps", 2, "RUN a", true)
        .run("build", 2, "RUN b", cached, {0});
    return of.build;
  };
  const auto misses = analysis::find_misses({.now = shared("bbbb", false), .baseline = nullptr});
  REQUIRE(misses.size() == 1);
  const auto before = shared("aaaa", false);
  const auto now = shared("bbbb", false);
  CHECK(analysis::find_misses({.now = now, .baseline = &before}).front().cause
        == MissCause::base_changed);
}

TEST_CASE("a changed instruction is told from a new one, a removed one and a moved one") {
  const auto list = [](const Texts& instructions) {
    BuildOf of;
    of.from("app", "debian:12", "aaaa");
    int index = 1;
    for (const auto& text : instructions) {
      of.run("app", ++index, text, false);
    }
    return of.build;
  };
  const auto cause = [&](const Texts& before, const Texts& now) {
    const auto old = list(before);
    auto build = list(now);
    // What stands above the first difference came from the cache.
    for (std::size_t i = 0; i < std::min(before.size(), now.size()) && before[i] == now[i]; ++i) {
      build.steps[i + 1].cached = true;
    }
    return analysis::find_misses({.now = build, .baseline = &old}).front();
  };
  const auto changed = cause({"RUN a", "RUN b"}, {"RUN a", "RUN b2"});
  CHECK(changed.cause == MissCause::instruction_changed);
  CHECK(changed.because == "the instruction was changed in the Dockerfile");
  CHECK(changed.evidence == Texts{"before: `RUN b`", "now: `RUN b2`"});

  const auto inserted = cause({"RUN a", "RUN b"}, {"RUN a", "RUN new", "RUN b"});
  CHECK(inserted.cause == MissCause::instruction_changed);
  CHECK(inserted.because == "the instruction is new in the Dockerfile, before `RUN b`");

  const auto appended = cause({"RUN a"}, {"RUN a", "RUN b"});
  CHECK(appended.because == "the instruction is new in the Dockerfile");

  const auto removed = cause({"RUN a", "RUN b", "RUN c"}, {"RUN a", "RUN c"});
  CHECK(removed.cause == MissCause::instruction_changed);
  CHECK(removed.because == "`RUN b`, which stood before it, was removed");

  const auto moved = cause({"RUN a", "COPY b .", "COPY c ."}, {"RUN a", "COPY c .", "COPY b ."});
  CHECK(moved.cause == MissCause::order_changed);
  CHECK(moved.because == "`COPY c .` now comes before `COPY b .`");
}

TEST_CASE("a stage without a name is found again after one was put in above it") {
  auto before = BuildOf().from("stage-0", "a", "1").run("stage-0", 2, "RUN x", true).build;
  auto now = BuildOf()
                 .from("stage-0", "b", "2")
                 .run("stage-0", 2, "RUN y", true)
                 .from("stage-1", "a", "1")
                 .run("stage-1", 2, "RUN x", false)
                 .build;
  now.steps[3].digest = before.steps[1].digest;
  CHECK(analysis::find_misses({.now = now, .baseline = &before}).front().cause
        == MissCause::not_in_cache);
}

TEST_CASE("a value in the text of an instruction is an argument and no other instruction") {
  const auto build = [](const std::string& value, bool cached) {
    return BuildOf().from("app", "a", "1").run("app", 2, "RUN make V=" + value, cached).build;
  };
  const auto file = test::numbered({stage("app", "a", {"ARG VERSION=1", "RUN make V=${VERSION}"})});
  const auto before = build("1", false);
  auto now = test::with_lines(build("2", false), file);
  const analysis::MissEvidence evidence{.now = now, .baseline = &before, .dockerfile = &file};
  CHECK(analysis::find_misses(evidence).front().because == "the build argument VERSION changed");

  now.steps[1].instruction = "RUN cmake V=2";
  CHECK(analysis::find_misses(evidence).front().cause == MissCause::instruction_changed);
}

TEST_CASE("a hidden value tells the argument even without a Dockerfile") {
  auto before = BuildOf().from("app", "a", "1").run("app", 2, "RUN make ${V}", false).build;
  auto now = BuildOf().from("app", "a", "1").run("app", 2, "RUN make 2", false).build;
  before.inputs.arguments = {{"V", "1111"}};
  now.inputs.arguments = {{"V", "2222"}};
  CHECK(analysis::find_misses({.now = now, .baseline = &before}).front().cause
        == MissCause::argument_changed);
}

TEST_CASE("a digest that needs no files tells a changed definition") {
  const auto before = BuildOf().from("app", "a", "1").run("app", 2, "RUN x", false).build;
  auto now = before;
  CHECK(analysis::find_misses({.now = now, .baseline = &before}).front().cause
        == MissCause::not_in_cache);
  now.steps[1].digest = "sha256:other";
  CHECK(analysis::find_misses({.now = now, .baseline = &before}).front().cause
        == MissCause::instruction_changed);
}
