// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/metadata.hpp"
#include "support/history_data.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

TEST_CASE("the metadata of a real build names reference, image and provenance") {
  const auto metadata = docker::read_metadata(test::history_text("metadata.json"));
  CHECK(metadata.build_ref.starts_with("default/default/"));
  CHECK(metadata.digest.starts_with("sha256:"));
  CHECK(metadata.names == std::vector<std::string>{"registry.example/app:1"});
  REQUIRE(metadata.provenance.size() == 1);
  CHECK(metadata.provenance[0].build_arg_names == std::vector<std::string>{"WORD"});
  CHECK(metadata.provenance[0].steps.empty()); // mode=min
}

TEST_CASE("the warnings of build checks are read once each") {
  const auto metadata =
      docker::read_metadata(R"({"buildx.build.ref":"a/b/c","buildx.build.warnings":[
    {"short":"Q2FzaW5n"},{"short":"Q2FzaW5n"},{"short":7},{"short":"!"},3]})");
  CHECK(metadata.warnings == std::vector<std::string>{"Casing"});
}

TEST_CASE("a build for several platforms has provenance for each") {
  const auto metadata = docker::read_metadata(
      R"({"buildx.build.provenance/linux/amd64":{"invocation":{"environment":{"platform":"linux/amd64"}}},
          "buildx.build.provenance/linux/arm64":{"invocation":{"environment":{"platform":"linux/arm64"}}}})");
  REQUIRE(metadata.provenance.size() == 2);
  CHECK(metadata.provenance[1].platform == "linux/arm64");
}

TEST_CASE("the metadata of bake has one object for each target") {
  const auto all = docker::read_all_metadata(R"({"buildx.build.warnings":[],
    "app":{"buildx.build.ref":"d/d/1","image.name":"a:1,b:2"},"lint":{"containerimage.digest":"sha256:aa"},
    "odd":7})");
  REQUIRE(all.size() == 2);
  CHECK(all[0].target == "app");
  CHECK(all[0].metadata.names == std::vector<std::string>{"a:1", "b:2"});
  CHECK(all[1].metadata.digest == "sha256:aa");
}

TEST_CASE("what is no metadata has nothing in it") {
  for (const auto* text : {"", "[]", "{}", "7", "{\"a\":{}}", "{\"buildx.build.ref\":7}"}) {
    CAPTURE(text);
    CHECK(docker::read_all_metadata(text).empty());
    CHECK(docker::read_metadata(text).build_ref.empty());
  }
}
