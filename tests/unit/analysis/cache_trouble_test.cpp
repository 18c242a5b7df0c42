// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_state.hpp"
#include "analysis/cache_trouble.hpp"
#include "support/recording.hpp"

#include <array>
#include <doctest/doctest.h>
#include <set>

using namespace tidegate;
using analysis::find_cache_break;
using analysis::recognise_trouble;

namespace {

std::vector<model::CacheTrouble> troubles_of(const std::string& recording) {
  return analysis::read_cache(test::fold_recording(recording).steps(), {"gha"}).troubles;
}

model::Build failed_build(const std::string& recording, std::string kind, std::string message) {
  model::Build build;
  build.outcome = model::Outcome::failure;
  build.steps = test::fold_recording(recording).steps();
  build.error.emplace();
  build.error->kind = std::move(kind);
  build.error->message = std::move(message);
  return build;
}

} // namespace

TEST_CASE("what BuildKit and the services write is recognised, from recordings and issues") {
  struct Case {
    std::string_view error;
    std::string_view kind;
  };

  constexpr std::array<Case, 21> cases{{
      {"error writing layer blob: failed to reserve cache", "write-denied"},
      {"error writing layer blob: maximum timeout reached: resource_exhausted", "rate-limited"},
      {"maximum timeout reached", "timed-out"},
      {"internal", "service-error"},
      {"unauthenticated", "token-rejected"},
      {"failed to configure gha cache exporter: token is malformed: x", "token-malformed"},
      {"failed to configure gha cache exporter: cache token expired at 2026", "token-expired"},
      {"Post \"http://h/GetCacheEntryDownloadURL\": dial tcp 127.0.0.1:9: connect: connection "
       "refused",
       "service-unreachable"},
      {"Post \"https://h/x\": dial tcp 1.2.3.4:443: i/o timeout", "timed-out"},
      {"failed to solve: DeadlineExceeded", "timed-out"},
      {"Post \"https://h/x\": EOF", "connection-lost"},
      {"rpc error: code = Unavailable desc = closing transport: \"graceful_stop\"",
       "connection-lost"},
      {"RESPONSE 404: 404 The specified blob does not exist.", "blob-gone"},
      {"error writing layer blob: not_found", "blob-gone"},
      {"RESPONSE 403: 403 Server failed to authenticate the request.", "link-expired"},
      {"failed to parse error response 404: x: invalid character '<' looking for beginning",
       "v1-client"},
      {"failed to parse error response 400: <h2>Our services aren't available right now</h2>",
       "service-unavailable"},
      {"error writing layer blob: PUT http://h/b RESPONSE 503: 503 Service Unavailable",
       "service-unavailable"},
      {"x509: certificate signed by unknown authority", "certificate"},
      {"lookup results.example: no such host", "host-unknown"},
      {"something new", ""},
  }};
  for (const Case& entry : cases) {
    CAPTURE(entry.error);
    CHECK(recognise_trouble(entry.error) == entry.kind);
  }
}

TEST_CASE("every kind has one word, a half, a sentence and a remedy") {
  std::set<std::string_view> words;
  for (const auto& kind : analysis::trouble_kinds()) {
    CAPTURE(kind.word);
    CHECK(words.insert(kind.word).second);
    CHECK_FALSE(kind.words.empty());
    CHECK_FALSE(kind.remedy.empty());
    CHECK((kind.half == "import" || kind.half == "export" || kind.half == "both"));
  }
  CHECK(analysis::trouble_kind("slow-export").half == "export");
  CHECK(analysis::trouble_kind("no such word").word == "failed");
}

TEST_CASE("a recorded trouble has its kind and its half") {
  const auto denied = troubles_of("gha-export-denied-ignored");
  REQUIRE(denied.size() == 1);
  CHECK(denied.front().kind == "write-denied");
  CHECK(denied.front().half == "export");
  CHECK_FALSE(denied.front().remedy.empty());
  const auto refused = troubles_of("gha-import-refused");
  REQUIRE(refused.size() == 1);
  CHECK(refused.front().kind == "service-unreachable");
  CHECK(refused.front().half == "import");
}

TEST_CASE("the same trouble is counted, the other half is another trouble") {
  model::Cache cache;
  auto trouble = analysis::make_trouble("rate-limited", "first");
  analysis::add_trouble(cache, trouble);
  analysis::add_trouble(cache, trouble);
  trouble.half = "import";
  analysis::add_trouble(cache, trouble);
  REQUIRE(cache.troubles.size() == 2);
  CHECK(cache.troubles.front().count == 2);
  CHECK(cache.problems.size() == 3);
  CHECK(analysis::trouble_line(cache.troubles.front())
            .starts_with("rate-limited (export, 2 times): "));
}

TEST_CASE("an export that failed broke its half and its backend") {
  const auto found = find_cache_break(
      failed_build("gha-export-denied", "cache_service", "failed to reserve cache"));
  REQUIRE(found);
  CHECK(found->kind == "write-denied");
  CHECK(found->half == "export");
  CHECK(found->backend == "gha");
  const auto registry =
      find_cache_break(failed_build("registry-export-refused", "cache_service", "refused"));
  REQUIRE(registry);
  CHECK(registry->backend == "registry");
}

TEST_CASE("a layer that is gone broke the import, a token both halves") {
  const auto layer = find_cache_break(failed_build("gha-layer-404", "cache_service", "gone"));
  REQUIRE(layer);
  CHECK(layer->half == "import");
  model::Build build;
  build.outcome = model::Outcome::failure;
  build.error.emplace();
  build.error->kind = "cache_service";
  build.error->message = "failed to configure gha cache exporter: token is malformed";
  const auto token = find_cache_break(build);
  REQUIRE(token);
  CHECK(token->half == "both");
  CHECK(token->kind == "token-malformed");
  CHECK(token->backend == "gha");
}

TEST_CASE("a failure of the Dockerfile is none of the cache, nor is a build that was cancelled") {
  CHECK_FALSE(find_cache_break(failed_build("failed-run", "step_failed", "exit code: 2")));
  CHECK_FALSE(find_cache_break(failed_build("copy-missing", "context", "not found")));
  auto canceled = failed_build("gha-export-denied", "cache_service", "failed to reserve cache");
  canceled.outcome = model::Outcome::canceled;
  CHECK_FALSE(find_cache_break(canceled));
  canceled.outcome = model::Outcome::success;
  CHECK_FALSE(find_cache_break(canceled));
}

TEST_CASE("a step of the project that failed beside the cache is what counts") {
  auto build = failed_build("gha-export-denied", "cache_service", "failed to reserve cache");
  model::Step step;
  step.name = "[2/2] RUN false";
  step.index = 2;
  step.error = "process \"/bin/sh -c false\" did not complete successfully: exit code: 1";
  build.steps.push_back(step);
  CHECK_FALSE(find_cache_break(build));
}
