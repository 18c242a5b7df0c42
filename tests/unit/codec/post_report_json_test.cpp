// SPDX-License-Identifier: Apache-2.0
#include "codec/post_report_json.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {

TEST_CASE("what became of a comment or a check is what its schema describes") {
  using Status = model::PostReport::Status;
  for (const char* const kind : {"comment", "check"}) {
    for (const auto status :
         {Status::posted, Status::unchanged, Status::nothing, Status::refused}) {
      CHECK(complaints(to_json(model::PostReport{.kind = kind, .status = status}, 2),
                       "post-report.schema.json")
            == "");
    }
  }
  const model::PostReport full{.kind = "comment",
                               .status = Status::refused,
                               .repository = "o/r",
                               .pull_request = "7",
                               .url = "https://github.com/o/r/pull/7#issuecomment-1",
                               .legs = {"build (amd64)"},
                               .notes = {"the comment was damaged"},
                               .trouble = {.problem = "refused", .hint = "permissions"}};
  CHECK(complaints(to_json(full, 2), "post-report.schema.json") == "");
}

} // namespace tidegate::codec
