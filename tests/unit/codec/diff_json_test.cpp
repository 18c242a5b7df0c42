// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_diff.hpp"
#include "codec/diff_json.hpp"
#include "support/golden.hpp"
#include "support/rich_build.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {

using test::rich_build;
using test::rich_past;

TEST_CASE("a comparison of two builds is what its schema describes, key by key") {
  model::Build changed = rich_build();
  changed.steps[6].instruction = "RUN npm ci --omit=dev";
  changed.steps.pop_back();
  CHECK(complaints(to_json(analysis::compare(rich_past(), changed)), "diff.schema.json") == "");
  CHECK(complaints(to_json(analysis::compare({}, {})), "diff.schema.json") == "");
  CHECK(complaints(to_json(analysis::compare({}, rich_build())), "diff.schema.json") == "");
}

TEST_CASE("a comparison of two builds is written as recorded") {
  test::check_golden("report/diff.json",
                     to_json(analysis::compare(rich_past(), rich_build()), 2) + "\n");
}

TEST_CASE("every word of a comparison is in its schema") {
  for (int cause = 0; cause <= static_cast<int>(model::MissCause::unknown); ++cause) {
    model::Build build = rich_build();
    build.misses[0].cause = static_cast<model::MissCause>(cause);
    build.misses[0].cost.reset();
    CHECK(complaints(to_json(analysis::compare(rich_past(), build)), "diff.schema.json") == "");
  }
  std::string wrong = to_json(analysis::compare(rich_past(), rich_build()));
  wrong.replace(wrong.find("\"change\""), 8, "\"chance\"");
  CHECK(complaints(wrong, "diff.schema.json")
        == "/duration_seconds: lacks \"change\"\n/duration_seconds/chance: is not in the schema");
}

} // namespace tidegate::codec
