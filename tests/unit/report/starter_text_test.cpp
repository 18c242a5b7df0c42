// SPDX-License-Identifier: Apache-2.0
#include "codec/starter_json.hpp"
#include "report/starter_text.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using State = model::StarterFile::State;

namespace {

model::Starter sample() {
  return {.repository = "/src/app",
          .action = "OWNER/tidegate@0",
          .placeholder = true,
          .branch = "trunk",
          .files = {{".github/tidegate.yml", State::exists},
                    {".github/workflows/tidegate.yml", State::written},
                    {".github/workflows/tidegate-trend.yml", State::missing}}};
}

bool asks_for_action(const model::Starter& starter) {
  return report::starter_text(starter).find("next: ") != std::string::npos;
}

} // namespace

TEST_CASE("each file has a line that says what became of it") {
  CHECK(report::starter_text(sample()).starts_with(
      "/src/app:\n"
      "  .github/tidegate.yml: exists, left as it is\n"
      "  .github/workflows/tidegate.yml: written\n"
      "  .github/workflows/tidegate-trend.yml: would be written\n"));
}

TEST_CASE("what is left to do is said where something is left to do") {
  auto starter = sample();
  CHECK(asks_for_action(starter));
  starter.files.resize(1);
  CHECK_FALSE(asks_for_action(starter)); // no workflow was written
  starter = sample();
  starter.placeholder = false;
  CHECK_FALSE(asks_for_action(starter));
}

TEST_CASE("what stays to be replaced or added is named with where it belongs") {
  auto starter = sample();
  starter.placeholder = false;
  CHECK(report::starter_text(starter).find("branch whose pushes are built: trunk\n")
        != std::string::npos);
  starter.placeholders = {"octo/other@0"};
  starter.files[0] = {.path = ".dockerignore", .state = State::exists, .lacks = ".tidegate/"};
  const std::string text = report::starter_text(starter);
  CHECK(text.find("next: put the full id of a commit in place of the zeros of octo/other@0\n")
        != std::string::npos);
  CHECK(text.find("next: add the line .tidegate/ to .dockerignore, ") != std::string::npos);
  CHECK(codec::complaints(codec::to_json(starter), "init.schema.json") == "");
}

TEST_CASE("the JSON of init is what its schema describes") {
  CHECK(codec::complaints(codec::to_json(sample()), "init.schema.json") == "");
  CHECK(codec::complaints(codec::to_json(model::Starter{}), "init.schema.json") == "");
}
