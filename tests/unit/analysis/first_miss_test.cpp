// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"
#include "analysis/first_miss.hpp"
#include "unit/analysis/miss_builds.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using model::MissCause;
using test::BuildOf;
using test::stage;
using Texts = std::vector<std::string>;

namespace {

// deps: 0..2, build: 3..6, stage-2: 7..8, the context: 9. `hits`: which of the cacheable steps came
// from the cache.
struct Hits {
  bool copy_lock{true};
  bool install{true};
  bool copy_deps{true};
  bool copy_source{true};
  bool make{true};
  bool copy_result{true};
};

constexpr Hits none{false, false, false, false, false, false};

BuildOf three_stages(const Hits& hits) {
  BuildOf of;
  of.from("deps", "debian:12", "aaaa")
      .run("deps", 2, "COPY lock .", hits.copy_lock, {9})
      .run("deps", 3, "RUN install", hits.install)
      .from("build", "debian:12", "aaaa")
      .run("build", 2, "COPY --from=deps /d .", hits.copy_deps, {2})
      .run("build", 3, "COPY src src", hits.copy_source, {9})
      .run("build", 4, "RUN make", hits.make)
      .from("stage-2", "scratch-like:1", "cccc")
      .run("stage-2", 2, "COPY --from=build /o /o", hits.copy_result, {6})
      .own("[internal] load build context");
  of.copied("deps", 2, {{"lock", "1111"}});
  of.copied("build", 3, {{"src/a.c", "2222"}, {"src/b.c", "3333"}});
  return of;
}

model::Dockerfile dockerfile() {
  return test::numbered(
      {stage("deps", "debian:12", {"COPY lock .", "RUN install"}),
       stage("build",
             "debian:12",
             {"ARG MODE", "ENV LEVEL=1", "COPY --from=deps /d .", "COPY src src", "RUN make"}),
       stage("stage-2", "scratch-like:1", {"COPY --from=build /o /o"})});
}

const Hits source_missed{.copy_source = false, .make = false, .copy_result = false};
const Hits make_missed{.make = false, .copy_result = false};

std::vector<model::Miss> misses_of(const model::Build& now, const model::Build& before) {
  const auto file = dockerfile();
  return analysis::find_misses({.now = now, .baseline = &before, .dockerfile = &file});
}

model::Miss first_of(const model::Build& now, const model::Build& before) {
  const auto misses = misses_of(now, before);
  REQUIRE_FALSE(misses.empty());
  return misses.front();
}

} // namespace

TEST_CASE("nothing is blamed in a build that came from the cache") {
  CHECK(misses_of(three_stages({}).build, three_stages(none).build).empty());
  CHECK(analysis::find_misses({.now = three_stages({}).build}).empty());
}

TEST_CASE("a first build has no other cause") {
  const auto now = three_stages(none).build;
  const auto misses = analysis::find_misses({.now = now});
  REQUIRE(misses.size() == 3);
  CHECK(misses[0].cause == MissCause::first_build);
  CHECK(misses[0].step == 1);
  CHECK(misses[1].step == 4);
  CHECK(misses[2].step == 8);
}

TEST_CASE("a history that cannot be read makes no first build") {
  const auto now = three_stages(none).build;
  const auto misses = analysis::find_misses({.now = now, .past_known = false});
  REQUIRE_FALSE(misses.empty());
  CHECK(misses[0].cause == MissCause::unknown);
}

TEST_CASE("a changed file is named, with its digests, and the steps below are its followers") {
  auto now = three_stages(source_missed);
  now.build.inputs.copies[1] = {"build", 3, "other", {{"src/a.c", "9999"}, {"src/b.c", "3333"}}};
  const auto misses = misses_of(now.build, three_stages(none).build);
  REQUIRE(misses.size() == 2);
  CHECK(misses[0].cause == MissCause::files_changed);
  CHECK(misses[0].because == "src/a.c changed");
  CHECK(misses[0].evidence == Texts{"src/a.c: 2222 → 9999"});
  CHECK(misses[0].step == 5);
  CHECK(misses[0].followers == std::vector<int>{6, 8});
  CHECK(misses[0].cost == Seconds(6));
  CHECK(misses[1].cause == MissCause::input_rebuilt);
  CHECK(misses[1].because == "stage build, which it needs, was rebuilt");
  CHECK(misses[1].followers.empty());
  CHECK(misses[1].cost == Seconds(2));
}

TEST_CASE("a cost is absent where a step has no time") {
  auto now = three_stages(source_missed);
  now.build.steps[6].duration.reset();
  CHECK_FALSE(first_of(now.build, three_stages(none).build).cost.has_value());
}

TEST_CASE("of many files five are named, changed ones before new and removed ones") {
  auto now = three_stages(source_missed);
  auto before = three_stages(none);
  model::CopyInput is{"build", 3, "is", {{"src/new.c", "1"}}};
  model::CopyInput was{"build", 3, "was", {{"src/gone.c", "1"}}};
  for (const char* name : {"src/5.c", "src/6.c", "src/7.c", "src/8.c", "src/9.c"}) {
    is.entries.push_back({name, "aa"});
    was.entries.push_back({name, "bb"});
  }
  now.build.inputs.copies[1] = is;
  before.build.inputs.copies[1] = was;
  const auto miss = first_of(now.build, before.build);
  CHECK(miss.because == "src/5.c and 6 more files changed");
  CHECK(miss.evidence
        == Texts{"src/5.c: bb → aa",
                 "src/6.c: bb → aa",
                 "src/7.c: bb → aa",
                 "src/8.c: bb → aa",
                 "src/9.c: bb → aa",
                 "and 2 more"});
}

TEST_CASE("git names what lies in a folder that the listing did not open") {
  auto now = three_stages(source_missed);
  now.build.inputs.copies[1] = {"build", 3, "other", {{"src/", "9999"}}};
  auto before = three_stages(none);
  before.build.inputs.copies[1] = {"build", 3, "one", {{"src/", "8888"}}};
  const auto file = dockerfile();
  const auto misses =
      analysis::find_misses({.now = now.build,
                             .baseline = &before.build,
                             .dockerfile = &file,
                             .changed_files_by_git = {"README.md", "src/deep/x.c"}});
  REQUIRE_FALSE(misses.empty());
  CHECK(misses[0].because == "src/deep/x.c changed");
  CHECK(misses[0].evidence == Texts{"src/deep/x.c: by git"});
}

TEST_CASE("without a listing only a file that the COPY reads is taken from git") {
  auto now = three_stages(source_missed);
  now.build.inputs.copies.clear();
  const auto before = three_stages(none).build;
  const auto miss_with = [&](const Texts& names) {
    return analysis::find_misses(
               {.now = now.build, .baseline = &before, .changed_files_by_git = names})
        .front();
  };
  CHECK(miss_with({"src/a.c"}).cause == MissCause::files_changed);
  CHECK(miss_with({"srcs/a.c", "lock"}).cause == MissCause::unknown);
}

TEST_CASE("another digest of the base image is the cause in each stage on it") {
  auto now = three_stages(none);
  now.build.steps[0].base_digest = "sha256:bbbb";
  now.build.steps[3].base_digest = "sha256:bbbb";
  const auto misses = misses_of(now.build, three_stages(none).build);
  REQUIRE(misses.size() == 3);
  CHECK(misses[0].cause == MissCause::base_changed);
  CHECK(misses[0].evidence == Texts{"debian:12: aaaa → bbbb"});
  CHECK(misses[1].cause == MissCause::base_changed);
  CHECK(misses[2].cause == MissCause::input_rebuilt);
}

TEST_CASE("another base image is named with the one before") {
  auto now = three_stages(none);
  now.build.steps[0].instruction = "FROM docker.io/library/debian:13";
  const auto miss = first_of(now.build, three_stages(none).build);
  CHECK(miss.cause == MissCause::base_changed);
  CHECK(miss.because == "the base image is now debian:13 (it was debian:12)");
}

TEST_CASE("a new stage is named") {
  auto now = three_stages(none);
  now.run("lint", 1, "RUN lint", false);
  const auto misses = misses_of(now.build, three_stages(none).build);
  CHECK(misses.back().cause == MissCause::instruction_changed);
  CHECK(misses.back().because == "stage lint was no part of the earlier build");
}

TEST_CASE("a build argument counts only where it is in scope") {
  const auto with = [](const Hits& hits, const std::string& mark) {
    auto build = test::with_lines(three_stages(hits).build, dockerfile());
    build.inputs.arguments = {{"MODE", mark}};
    build.inputs.settings = analysis::setting_marks(dockerfile(), build.steps);
    return build;
  };
  const auto miss = first_of(with(make_missed, "2222"), with(none, "1111"));
  CHECK(miss.cause == MissCause::argument_changed);
  CHECK(miss.because == "the build argument MODE changed");
  CHECK(miss.evidence == Texts{"MODE"});

  // Declared in another stage, and no part of a COPY.
  const Hits install_missed{.install = false};
  CHECK(first_of(with(install_missed, "2222"), with(none, "1111")).cause
        == MissCause::not_in_cache);
  CHECK(first_of(with(source_missed, "2222"), with(none, "1111")).cause == MissCause::not_in_cache);
}

TEST_CASE("an ENV line above a RUN is named") {
  auto before = test::with_lines(three_stages(none).build, dockerfile());
  before.inputs.settings = analysis::setting_marks(dockerfile(), before.steps);
  auto file = dockerfile();
  file.stages[1].steps[2] = test::instruction("ENV LEVEL=2");
  auto now = test::with_lines(three_stages(make_missed).build, dockerfile());
  now.inputs.settings = analysis::setting_marks(file, now.steps);
  const auto miss =
      analysis::find_misses({.now = now, .baseline = &before, .dockerfile = &file}).front();
  CHECK(miss.cause == MissCause::instruction_changed);
  CHECK(miss.because == "ENV LEVEL above it changed in the Dockerfile");
}

TEST_CASE(
    "an ENV line is found where BuildKit leaves out the stage's name and WORKDIR / its step") {
  const auto built = [](const std::string& level) {
    const auto file = test::numbered(
        {stage("app", "a", {"WORKDIR /", "COPY b .", "ENV LEVEL=" + level, "RUN make"})});
    auto build = test::with_lines(BuildOf()
                                      .from("stage-0", "a", "1")
                                      .run("stage-0", 2, "COPY b .", true)
                                      .run("stage-0", 3, "RUN make", level == "1")
                                      .copied("stage-0", 2, {{"b", "1111"}})
                                      .build,
                                  file);
    build.inputs.settings = analysis::setting_marks(file, build.steps);
    return std::pair(build, file);
  };
  const auto [now, file] = built("2");
  const auto before = built("1").first;
  const auto misses = analysis::find_misses({.now = now, .baseline = &before, .dockerfile = &file});
  REQUIRE(misses.size() == 1);
  CHECK(misses[0].because == "ENV LEVEL above it changed in the Dockerfile");
}

TEST_CASE("no cache was asked for, for all or for one stage") {
  auto now = three_stages(none).build;
  now.inputs.no_cache = true;
  CHECK(first_of(now, three_stages(none).build).cause == MissCause::no_cache);
  CHECK(analysis::find_misses({.now = now}).front().cause == MissCause::no_cache);

  auto filtered = three_stages(source_missed).build;
  filtered.inputs.no_cache_stages = {"Build"};
  const auto misses = misses_of(filtered, three_stages(none).build);
  CHECK(misses[0].cause == MissCause::no_cache);
  CHECK(misses[0].because == "the build was told to use no cache for stage build");
  CHECK(misses[1].cause == MissCause::input_rebuilt);
}

TEST_CASE("an unchanged step is not in the cache, and the words say what is known") {
  auto before = three_stages(none).build;
  auto now = three_stages(none).build;
  CHECK(first_of(now, before).because
        == "nothing changed, but the builder does not hold it any more: it was pruned or evicted");
  now.cache.backend = "gha";
  now.run.ref = "refs/heads/topic";
  before.run.ref = "refs/heads/main";
  const auto miss = first_of(now, before);
  CHECK(miss.cause == MissCause::not_in_cache);
  CHECK(miss.because
        == "nothing changed, but no cache was found: the earlier build saved its own for "
           "refs/heads/main, and this one is of refs/heads/topic");
  CHECK(miss.evidence
        == Texts{"cache gha: nothing imported", "ref: refs/heads/main → refs/heads/topic"});
}

TEST_CASE("a failed import is the cause where nothing else changed") {
  auto now = three_stages(source_missed).build;
  now.cache.problems = {"importing cache manifest from gha failed: the connection is refused"};
  const auto before = three_stages(none).build;
  const auto miss = first_of(now, before);
  CHECK(miss.cause == MissCause::cache_failed);
  CHECK(miss.evidence == now.cache.problems);

  now.inputs.copies[1].digest = "other";
  CHECK(first_of(now, before).cause == MissCause::files_changed);
}

TEST_CASE("what was not recorded leaves the cause unknown") {
  auto now = three_stages(source_missed).build;
  now.inputs.copies.clear();
  CHECK(first_of(now, three_stages(none).build).cause == MissCause::unknown);
}

TEST_CASE("files that no line of the Dockerfile lists leave the cause unknown") {
  const auto reads = [](const std::string& instruction, const std::string& input, bool hit) {
    BuildOf of;
    of.from("stage-0", "debian:12", "aaaa").run("stage-0", 2, instruction, hit, {2}).own(input);
    return of.build;
  };
  const auto why = [&](const std::string& instruction, const std::string& input) {
    return first_of(reads(instruction, input, false), reads(instruction, input, true));
  };
  const auto named = why("COPY --from=extra x /x", "[context extra] load from client");
  CHECK(named.cause == MissCause::unknown);
  CHECK(named.because
        == "files of the context extra, which are not recorded, may have changed; nothing else "
           "did");
  const auto hidden = why("ONBUILD COPY w /w", "[internal] load build context");
  CHECK(hidden.cause == MissCause::unknown);
  CHECK(hidden.because.starts_with("files of the build context, which"));
  CHECK(why("RUN --mount=type=bind,target=/s make", "[internal] load build context").cause
        == MissCause::unknown);
}

TEST_CASE("a step that two causes reach follows neither") {
  auto now = three_stages(none);
  now.build.inputs.copies[0].digest = "other";
  now.build.inputs.copies[1].digest = "other";
  now.build.steps[4].cached = true; // the same result of deps as before
  const auto misses = misses_of(now.build, three_stages(none).build);
  REQUIRE(misses.size() == 3);
  CHECK(misses[0].followers == std::vector<int>{2});
  CHECK(misses[1].step == 5);
  CHECK(misses[1].followers.empty());
}

TEST_CASE("a record without a graph has its followers by their place and its stages by name") {
  auto now = three_stages(source_missed);
  for (auto& step : now.build.steps) {
    step.inputs.clear();
  }
  now.build.inputs.copies[1] = {"build", 3, "other", {{"src/a.c", "9999"}}};
  const auto misses = misses_of(now.build, three_stages(none).build);
  REQUIRE(misses.size() == 2);
  CHECK(misses[0].followers == std::vector<int>{6});
  CHECK(misses[1].because == "stage build, which it needs, was rebuilt");
}

TEST_CASE("positions that a record does not have are passed over") {
  auto now = three_stages(none);
  now.build.steps[2].inputs = {-1, 99, 2};
  now.build.steps[4].inputs = {4};
  CHECK(misses_of(now.build, three_stages(none).build).size() == 3);
}
