// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_state.hpp"
#include "support/recording.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using test::fold_recording;

namespace {

model::Cache cache_of(const std::string& recording, const std::vector<std::string>& backends) {
  return analysis::read_cache(fold_recording(recording).steps(), backends);
}

std::string only_problem_of(const std::string& recording) {
  const auto problems = cache_of(recording, {"gha"}).problems;
  REQUIRE(problems.size() == 1);
  return problems.front();
}

} // namespace

TEST_CASE("a first build with the gha cache exports and has nothing to import") {
  const auto cache = cache_of("gha-cold", {"gha"});
  CHECK(cache.state == model::CacheState::cold);
  CHECK(cache.backend == "gha");
  CHECK_FALSE(cache.imported); // BuildKit reports the empty cache without an error
  CHECK(cache.exported);
  CHECK(cache.problems.empty());
}

TEST_CASE("a build from the gha cache imported it") {
  const auto cache = cache_of("gha-warm", {"gha"});
  CHECK(cache.state == model::CacheState::warm);
  CHECK(cache.imported);
  CHECK(cache.exported);
}

TEST_CASE("a failed import is a problem in words and no import") {
  CHECK(only_problem_of("gha-import-refused").find("the connection is refused")
        != std::string::npos);
  CHECK(only_problem_of("gha-import-404").find("a part of the cache is gone (404)")
        != std::string::npos);
  CHECK(only_problem_of("gha-import-500")
        == "importing cache manifest from gha failed: the cache service has an internal error "
           "(500) (internal)");
  CHECK(only_problem_of("registry-import-refused").find("the connection is refused")
        != std::string::npos);
  CHECK_FALSE(cache_of("gha-import-refused", {"gha"}).imported);
}

TEST_CASE("a failed export is a problem even where the build succeeded") {
  const auto cache = cache_of("gha-export-denied-ignored", {"gha"});
  CHECK_FALSE(cache.exported);
  CHECK(only_problem_of("gha-export-denied-ignored").find("the cache service refuses the entry")
        != std::string::npos);
}

TEST_CASE("a service that closes the connection or knows no such token is named in words") {
  CHECK(only_problem_of("gha-import-closed").find("the connection was closed in the middle")
        != std::string::npos);
  CHECK(only_problem_of("gha-export-unauthenticated")
        == "exporting to GitHub Actions Cache failed: the cache service does not accept the token "
           "(401) (unauthenticated)");
}

TEST_CASE("a layer that the cache has lost is a problem of the cache wherever it is missed") {
  const auto problem = only_problem_of("gha-layer-404");
  CHECK(problem.find("a part of the cache is gone (404)") != std::string::npos);
}

TEST_CASE("a command that speaks of a lost blob is no problem of the cache") {
  model::Step step;
  step.name = "[2/2] RUN false # BlobNotFound";
  step.error = "process \"/bin/sh -c false # BlobNotFound\" did not complete successfully: exit "
               "code: 1";
  CHECK(analysis::read_cache({step}, {"gha"}).problems.empty());
}

TEST_CASE("too many requests are not mistaken for a slow network") {
  CHECK(only_problem_of("gha-export-429").find("too many requests (429)") != std::string::npos);
}

TEST_CASE("a missing local cache is silent, a found one was imported even where nothing fits") {
  CHECK_FALSE(cache_of("cache-local-import-missing", {"local"}).imported);
  CHECK(cache_of("cache-local-warm", {"local"}).imported);
  CHECK(cache_of("cache-local-cold", {"local"}).exported);
  model::Step import;
  import.name = "importing cache manifest from user/app:cache";
  import.started = import.completed = Time(std::chrono::seconds(1));
  CHECK(analysis::read_cache({import}, {"registry"}).imported);
}

TEST_CASE("an inline cache is exported with the image") {
  CHECK(cache_of("inline", {"inline"}).exported);
  CHECK_FALSE(cache_of("inline", {}).exported);
  CHECK_FALSE(cache_of("failed-run", {"inline"}).exported);
}

TEST_CASE("a gha cache that buildx dropped was neither imported nor exported") {
  const auto cache = cache_of("gha-no-token", {});
  CHECK_FALSE(cache.imported);
  CHECK_FALSE(cache.exported);
  CHECK(cache.backend.empty());
}

TEST_CASE("steps that were stopped or never reached are no problem of the cache") {
  const auto cache = cache_of("gha-layer-404", {"gha"});
  CHECK(only_problem_of("gha-layer-404").find("context canceled") == std::string::npos);
  CHECK(cache.cacheable_steps == 5);
}

TEST_CASE("no steps, no state") {
  const auto cache = analysis::read_cache({}, {});
  CHECK(cache == model::Cache{});
}
