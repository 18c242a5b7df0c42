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

TEST_CASE("the JSON of init is what its schema describes") {
  CHECK(codec::complaints(codec::to_json(sample()), "init.schema.json") == "");
  CHECK(codec::complaints(codec::to_json(model::Starter{}), "init.schema.json") == "");
}
