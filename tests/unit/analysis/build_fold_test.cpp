// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_fold.hpp"
#include "analysis/cache_state.hpp"
#include "support/recording.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

using namespace tidegate;
using test::fold_of;
using test::fold_recording;
using test::load_recording;
using test::step_named;

namespace {

model::Cache cache_of(const std::string& recording) {
  return analysis::read_cache(fold_recording(recording).steps(), {});
}

double sum_of(const model::Phases& p) {
  return (p.load_context + p.resolve + p.cache_import + p.execute + p.export_image + p.cache_export
          + p.other)
      .count();
}

Time at(int second) {
  return Time(std::chrono::seconds(second));
}

model::Progress one_vertex(std::string digest, std::string name, int from, int to) {
  model::Vertex vertex;
  vertex.digest = std::move(digest);
  vertex.name = std::move(name);
  vertex.started = at(from);
  vertex.completed = at(to);
  return {.vertexes = {vertex}, .statuses = {}, .logs = {}, .warnings = {}};
}

} // namespace

TEST_CASE("each instruction of a cold multi-stage build is one step, named and timed") {
  const auto steps = fold_recording("cold-multi-stage").steps();
  CHECK(std::ranges::count_if(steps, &model::Step::cacheable) == 10);
  const auto run = step_named(steps, "[build 5/5] RUN cat b.txt >> out.txt && sleep 0.2");
  CHECK(run.stage == "build");
  CHECK(run.index == 5);
  CHECK(run.total == 5);
  CHECK(run.instruction == "RUN cat b.txt >> out.txt && sleep 0.2");
  CHECK_FALSE(run.cached);
  CHECK(run.duration->count() == doctest::Approx(0.492).epsilon(0.01));
  const auto from = step_named(steps, "[base 1/2] FROM docker.io/library/debian:bookworm-slim");
  CHECK_FALSE(from.cacheable());
}

TEST_CASE("steps come in order of start, then by stage and index") {
  const auto steps = fold_recording("cached-all").steps();
  std::vector<std::string> names;
  for (const auto& step : steps) {
    if (step.cacheable() && step.stage != "base") {
      names.push_back(step.stage + " " + std::to_string(step.index));
    }
  }
  CHECK(names
        == std::vector<std::string>{"build 1",
                                    "build 2",
                                    "build 3",
                                    "build 4",
                                    "build 5",
                                    "docs 1",
                                    "docs 2",
                                    "stage-4 2",
                                    "stage-4 3"});
  CHECK(steps.front().name == "[internal] load build definition from Dockerfile");
}

TEST_CASE("cold, warm and partial builds are told apart") {
  CHECK(cache_of("cold-multi-stage").state == model::CacheState::cold);
  CHECK(cache_of("cached-all").state == model::CacheState::warm);
  CHECK(cache_of("cached-all").hit_ratio == 1.0);
  const auto partial = cache_of("partial");
  CHECK(partial.state == model::CacheState::partial);
  CHECK(partial.cacheable_steps == 10);
  CHECK(partial.cached_steps == 4);
  CHECK_FALSE(cache_of("nothing-cacheable").state.has_value());
}

TEST_CASE("steps from an imported cache stay cached although their layers are fetched afterwards") {
  const auto steps = fold_recording("gha-partial").steps();
  const auto fetched = step_named(
      steps,
      R"([build 3/5] RUN for i in 1 2 3; do echo "compile $i"; sleep 0.2; done && cp a.txt out.txt)");
  CHECK(fetched.cached);
  CHECK(fetched.duration->count() > 0.1);
  CHECK(cache_of("gha-partial").cached_steps == 4);
  CHECK(cache_of("gha-warm").state == model::CacheState::warm);
}

TEST_CASE(
    "both halves of COPY --link and the download of ADD are one step with their instruction") {
  const auto steps = fold_recording("link-cold").steps();
  const auto count = [&](std::string_view instruction) {
    return std::ranges::count(steps, instruction, &model::Step::instruction);
  };
  CHECK(count("COPY --link a.txt /a") == 1);
  CHECK(count("ADD http://127.0.0.1:8099/file.txt /f") == 1);
  CHECK(std::ranges::count_if(steps, &model::Step::cacheable) == 8);
}

TEST_CASE("a download that is asked again does not make a cached ADD look uncached") {
  CHECK(cache_of("link-cached").state == model::CacheState::warm);
}

TEST_CASE("COPY --link is cached when its copy is, even where it is merged onto a new base") {
  const auto steps = fold_recording("link-partial").steps();
  CHECK(step_named(steps, "[stage-1 3/7] COPY --link --from=dep /d/x /x").cached);
  CHECK_FALSE(step_named(steps, "[stage-1 2/7] COPY --link a.txt /a").cached);
}

TEST_CASE("platforms are kept apart") {
  const auto steps = fold_recording("two-platforms-cross").steps();
  CHECK(step_named(steps, "[linux/amd64->arm64 build 2/2] RUN echo arm64 > /arch && sleep 0.2")
            .platform
        == "linux/amd64->arm64");
  CHECK(step_named(steps, "[linux/arm64 stage-1 1/1] COPY --from=build /arch /").platform
        == "linux/arm64");
  CHECK(std::ranges::count_if(steps, &model::Step::cacheable) == 4);
}

TEST_CASE("a step that the build never reached is listed last and does not count") {
  const auto steps = fold_recording("failed-run").steps();
  CHECK(steps.back().name == "[4/4] RUN echo never");
  CHECK_FALSE(steps.back().started.has_value());
  CHECK(cache_of("failed-run").cacheable_steps == 2);
}

TEST_CASE("a failed step has its error") {
  const auto fold = fold_recording("failed-run");
  const auto failed =
      step_named(fold.steps(),
                 R"([3/4] RUN echo "about to fail" &&     echo "error: boom" >&2 &&     exit 2)");
  CHECK(failed.error.find("exit code: 2") != std::string::npos);
}

TEST_CASE("a step of a killed build runs until the last moment that is known") {
  auto lines = load_recording("killed").json_lines;
  const auto steps = fold_of(lines).steps();
  const auto open = step_named(steps, "[2/2] RUN echo before; sleep 20; echo after");
  CHECK_FALSE(open.completed.has_value());
  CHECK(open.duration->count() > 0.1);
  CHECK(open.duration->count() < 3);
}

TEST_CASE("a build that was stopped tells it in its steps") {
  const auto step = step_named(fold_recording("canceled-sigint").steps(),
                               "[2/2] RUN echo before; sleep 20; echo after");
  CHECK(analysis::is_cancellation(step.error));
}

TEST_CASE("the context is what the client sent, named contexts included") {
  CHECK(fold_recording("cold-multi-stage").context_sent_bytes().value_or(0) > 200'000);
  CHECK(fold_recording("cached-all").context_sent_bytes().value_or(0) < 1000);
  CHECK(fold_recording("named-contexts").context_sent_bytes().value_or(0) > 0);
  CHECK_FALSE(fold_recording("syntax-error").context_sent_bytes().has_value());
}

TEST_CASE("the digest is the one of the manifest list, else of the manifest") {
  CHECK(fold_recording("two-platforms").image_digest()
        == "sha256:1795eb9338d788035f56485a4ba06d1cb03d018b50062517824da44b7a361f5a");
  CHECK(fold_recording("export-oci").image_digest().starts_with("sha256:3e04507bb183be"));
  CHECK(fold_recording("export-local").image_digest().empty());
}

TEST_CASE("a status that only looks like a digest is none") {
  analysis::BuildFold fold;
  model::VertexStatus status;
  status.vertex = "sha256:1";
  status.id = "exporting manifest sha256:<script>";
  fold.apply({.vertexes = {}, .statuses = {status}, .logs = {}, .warnings = {}});
  CHECK(fold.image_digest().empty());
}

TEST_CASE("build checks are reported once each") {
  const auto warnings = fold_recording("warnings").warnings();
  REQUIRE(warnings.size() == 3);
  CHECK(warnings.front() == "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 3)");
  auto lines = load_recording("warnings").json_lines;
  const auto again = lines;
  lines.insert(lines.end(), again.begin(), again.end());
  CHECK(fold_of(lines).warnings().size() == 3);
}

TEST_CASE("phases of recorded builds sum up to the whole command") {
  for (const std::string name :
       {"cold-multi-stage", "cached-all", "gha-cold", "gha-warm", "failed-run", "killed"}) {
    CAPTURE(name);
    const auto phases = fold_recording(name).phases(Seconds(30));
    CHECK(sum_of(phases) == doctest::Approx(30));
  }
  const auto cold = fold_recording("gha-cold").phases(Seconds(6));
  CHECK(cold.execute.count() > 1.5);
  CHECK(cold.cache_export.count() > 0.5);
  CHECK(cold.other.count() > 0);
  const auto warm = fold_recording("gha-warm").phases(Seconds(2));
  CHECK(warm.execute.count() == 0);
  CHECK(warm.cache_import.count() > 0.01);
}

TEST_CASE("any order and any repetition of the messages gives the same steps and phases") {
  std::mt19937 random(20261121); // NOLINT(cert-msc32-c,cert-msc51-cpp): a failure must come again
  for (const std::string name : {"cold-multi-stage",
                                 "partial",
                                 "gha-partial",
                                 "link-partial",
                                 "failed-run",
                                 "gha-layer-404",
                                 "two-platforms-cross",
                                 "killed",
                                 "gha-export-denied-ignored"}) {
    CAPTURE(name);
    const auto lines = load_recording(name).json_lines;
    const auto original = fold_of(lines);
    for (int round = 0; round < 8; ++round) {
      auto mixed = lines;
      std::ranges::sample(
          lines, std::back_inserter(mixed), static_cast<std::ptrdiff_t>(lines.size() / 2), random);
      std::ranges::shuffle(mixed, random);
      const auto fold = fold_of(mixed);
      CHECK(fold.steps() == original.steps());
      CHECK(fold.phases(Seconds(20)) == original.phases(Seconds(20)));
      CHECK(fold.image_digest() == original.image_digest());
      CHECK(fold.context_sent_bytes() == original.context_sent_bytes());
    }
  }
}

TEST_CASE("two imports of one name are two steps, two vertices of one instruction are one") {
  analysis::BuildFold fold;
  fold.apply(one_vertex("sha256:1", "importing cache manifest from gha:1111111111111111", 1, 2));
  fold.apply(one_vertex("sha256:2", "importing cache manifest from gha:2222222222222222", 1, 3));
  fold.apply(one_vertex("sha256:3", "[2/2] ADD https://x /", 3, 5));
  fold.apply(one_vertex("sha256:4", "[2/2] ADD https://x /", 6, 7));
  const auto steps = fold.steps();
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].name == steps[1].name);
  CHECK(steps[2].duration->count() == doctest::Approx(3));
}

TEST_CASE("names of a hostile build are printable") {
  analysis::BuildFold fold;
  fold.apply(one_vertex("sha256:1", "[2/2] RUN \x1b[31mred\r\n::error::x", 1, 2));
  CHECK(fold.steps().front().name.find_first_of("\x1b\r\n") == std::string::npos);
}

TEST_CASE("a fold that saw nothing says nothing") {
  const analysis::BuildFold fold;
  CHECK(fold.steps().empty());
  CHECK(fold.image_digest().empty());
  CHECK(fold.phases(Seconds(1)).other.count() == 1);
}
