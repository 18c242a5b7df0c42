// SPDX-License-Identifier: Apache-2.0
#include "codec/release_json.hpp"
#include "unit/codec/sample_build.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

// Every member is set to a value of its own.
model::Release sample() {
  model::Release release;
  release.commit = "0123abc";
  release.repository = "o/app";
  release.branch = "main";
  release.now = Time(std::chrono::milliseconds(1'790'000'000'123));
  release.builds.push_back({.build = sample_build(), .verdicts = {sample_prediction()}});
  release.regressions.push_back(
      {.thing = "app (ci)", .build_id = "01JD", .verdict = sample_prediction()});
  release.all_regressions = false;
  release.health = {.score = 71.5,
                    .limit = 85,
                    .above = true,
                    .parts = {{.dimension = "reliability",
                               .name = "CI success rate",
                               .value = 0.8,
                               .target = 0.95,
                               .at_least = true,
                               .points = 84.2,
                               .lost = 9}},
                    .missing = {"satisfaction: feedback"}};
  release.runs = {.known = true,
                  .wanted = 10,
                  .needed = 8,
                  .counted = 9,
                  .succeeded = 7,
                  .newest = release.now,
                  .left_out = 2,
                  .own = 1,
                  .queue_median = Seconds(4)};
  release.run_verdicts = {sample_prediction()};
  release.gates = {{.name = "builds", .status = model::Status::fail, .reasons = {"too slow"}},
                   {.name = "runs", .status = model::Status::inconclusive, .reasons = {"unknown"}}};
  return release;
}

} // namespace

TEST_CASE("what a release was judged by is what its schema describes, key by key") {
  CHECK(complaints(to_json(sample(), 2), "release.schema.json") == "");
  CHECK(complaints(to_json(model::Release{}, 2), "release.schema.json") == "");
}

TEST_CASE("the status of a release is the gravest of its gates, and nothing is no pass") {
  const auto status = [](const model::Release& release) {
    return nlohmann::json::parse(to_json(release, -1)).at("status").get<std::string>();
  };
  CHECK(status(sample()) == "fail");
  CHECK(status({}) == "inconclusive");
}

TEST_CASE("what is not known of the runs is null, never zero") {
  const auto runs = nlohmann::json::parse(to_json(model::Release{}, -1)).at("runs");
  for (const char* const key :
       {"counted", "succeeded", "left_out", "newest", "queue_seconds_p50"}) {
    CHECK_MESSAGE(runs.at(key).is_null(), key);
  }
}

} // namespace tidegate::codec
