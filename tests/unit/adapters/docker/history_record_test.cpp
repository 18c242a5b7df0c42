// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/history_record.hpp"
#include "support/history_data.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using Ending = docker::RecordedBuild::Ending;

TEST_CASE("what history inspect prints is read without the token in it") {
  const std::string text = test::history_text("inspect.json");
  REQUIRE(text.find(test::planted_token) != std::string::npos);
  const auto inspected = docker::read_inspected_build(text);
  REQUIRE(inspected.has_value());
  const auto& build = inspected->build;
  CHECK(build.ref.size() == 25);
  CHECK(build.ending == Ending::completed);
  CHECK(build.created < build.completed);
  CHECK(build.request.dockerfile == "Dockerfile");
  CHECK(build.request.build_arg_names == std::vector<std::string>{"WORD"});
  CHECK(build.cache_imports == std::vector<std::string>{"gha"});
  CHECK(build.notices.empty());
  const auto provenance = std::ranges::count(
      inspected->attachments, "https://slsa.dev/provenance/v0.2", &docker::Attachment::type);
  CHECK(provenance == 1);
}

TEST_CASE("a failed build is told with its message and the lines around it") {
  const auto inspected = docker::read_inspected_build(test::history_text("inspect-failed.json"));
  REQUIRE(inspected.has_value());
  CHECK(inspected->build.ending == Ending::failed);
  CHECK(inspected->build.error
        == "process \"/bin/sh -c echo broken >&2; exit 7\" did not complete successfully: exit "
           "code: 7");
  CHECK(inspected->build.excerpt.starts_with("fail.Dockerfile:3\n"));
}

TEST_CASE("a record of an archive is read with times in either form") {
  const auto build = docker::read_history_record(R"({"Ref":"abc",
    "FrontendAttrs":{"target":"app","platform":"linux/arm64","filename":"x","no-cache":"base,app",
      "build-arg:A":"secret value","cache-imports":"[{\"Type\":\"gha\",\"Attrs\":{\"token\":\"t\"}}]"},
    "Exporters":[{"Type":"image","Attrs":{"name":"a:1,b:2"}}],
    "CreatedAt":{"seconds":1700000000,"nanos":500000000},"CompletedAt":"2023-11-14T22:13:25Z",
    "ExporterResponse":{"containerimage.digest":"sha256:dd"},
    "localState":{"LocalPath":"/w/ctx","DockerfilePath":"/w/ctx/docker/app.Dockerfile"}})");
  REQUIRE(build.has_value());
  CHECK(build->ending == Ending::completed);
  CHECK(*build->completed - *build->created == std::chrono::milliseconds(4500));
  CHECK(build->request.target == "app");
  CHECK(build->request.platform == "linux/arm64");
  CHECK(build->request.dockerfile == "docker/app.Dockerfile");
  CHECK(build->request.tags == std::vector<std::string>{"a:1", "b:2"});
  CHECK(build->request.build_arg_names == std::vector<std::string>{"A"});
  CHECK_FALSE(build->no_cache);
  CHECK(build->no_cache_stages == std::vector<std::string>{"base", "app"});
  CHECK(build->cache_imports == std::vector<std::string>{"gha"});
  CHECK(build->image_digest == "sha256:dd");
}

TEST_CASE("an error of code 1 is a cancellation and no end is a running build") {
  const auto canceled = docker::read_history_record(
      R"({"Ref":"a","error":{"code":1,"message":"context canceled"},"CompletedAt":{"seconds":5}})");
  REQUIRE(canceled.has_value());
  CHECK(canceled->ending == Ending::canceled);
  const auto running = docker::read_history_record(R"({"Ref":"a"})");
  REQUIRE(running.has_value());
  CHECK(running->ending == Ending::running);
}

TEST_CASE("a path outside of the context is known by its name alone") {
  const auto build = docker::read_history_record(
      R"({"Ref":"a","localState":{"LocalPath":"/w/ctx","DockerfilePath":"/home/me/Dockerfile"}})");
  REQUIRE(build.has_value());
  CHECK(build->request.dockerfile == "Dockerfile");
}

TEST_CASE("what is no record is an error") {
  CHECK_FALSE(docker::read_history_record("{}").has_value());
  CHECK_FALSE(docker::read_history_record("nonsense").has_value());
  CHECK_FALSE(docker::read_inspected_build("[]").has_value());
}
