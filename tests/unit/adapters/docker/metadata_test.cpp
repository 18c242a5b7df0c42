// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/metadata.hpp"
#include "support/history_data.hpp"

#include <ctime>
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

TEST_CASE("millions of objects cost no more than one after the other") {
  std::string text = R"({"buildx.build.ref":"a/b/c","other":[{})";
  for (int objects = 0; objects < 500'000; ++objects) {
    text += ",{}";
  }
  const std::clock_t before = std::clock();
  CHECK(docker::read_metadata(text + "]}").build_ref == "a/b/c");
  CHECK(std::clock() - before < 20 * CLOCKS_PER_SEC); // the square of their number: minutes
  const std::string deep = text + "," + std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(docker::read_metadata(deep + "]}").build_ref.empty());
}

TEST_CASE("what is no metadata has nothing in it") {
  for (const auto* text : {"", "[]", "{}", "7", "{\"a\":{}}", "{\"buildx.build.ref\":7}"}) {
    CAPTURE(text);
    CHECK(docker::read_all_metadata(text).empty());
    CHECK(docker::read_metadata(text).build_ref.empty());
  }
}
