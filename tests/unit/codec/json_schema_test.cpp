// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"
#include "codec/event_json.hpp"
#include "unit/codec/sample_build.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {

TEST_CASE("a build record is what its schema describes, key by key") {
  CHECK(complaints(to_json(sample_build(), sample_verdicts()), "build.schema.json") == "");
  CHECK(complaints(to_json(sample_build(), {sample_prediction()}), "build.schema.json") == "");
  model::Build empty;
  empty.steps.emplace_back();
  CHECK(complaints(to_json(empty, {}), "build.schema.json") == "");
}

TEST_CASE("every word of a build record is in its schema") {
  model::Build build = sample_build();
  for (const auto outcome :
       {model::Outcome::success, model::Outcome::failure, model::Outcome::canceled}) {
    build.outcome = outcome;
    CHECK(complaints(to_json(build, {}), "build.schema.json") == "");
  }
  for (const auto state :
       {model::CacheState::cold, model::CacheState::warm, model::CacheState::partial}) {
    build.cache.state = state;
    CHECK(complaints(to_json(build, {}), "build.schema.json") == "");
  }
  for (const auto status : {model::Status::pass,
                            model::Status::learning,
                            model::Status::inconclusive,
                            model::Status::warn,
                            model::Status::fail}) {
    for (const auto unit :
         {model::Unit::seconds, model::Unit::bytes, model::Unit::ratio, model::Unit::points}) {
      model::Verdict verdict;
      verdict.status = status;
      verdict.unit = unit;
      CHECK(complaints(to_json(build, {verdict}), "build.schema.json") == "");
    }
  }
}

TEST_CASE("an event is what its schema describes, key by key") {
  const model::Event event = build_event(sample_build(), sample_verdicts());
  CHECK(complaints(to_json(event), "event.schema.json") == "");
  model::Event bare;
  bare.type = "something_of_others";
  CHECK(complaints(to_json(bare), "event.schema.json") == "");
}

TEST_CASE("the comparison with a schema notices what is wrong") {
  CHECK(complaints(R"({"schema":2})", "build.schema.json").find("lacks \"outcome\"")
        != std::string::npos);
  std::string record = to_json(sample_build(), sample_verdicts());
  record.replace(record.find("\"load_context\""), 14, "\"load_contexts\"");
  CHECK(complaints(record, "build.schema.json")
        == "/phases: lacks \"load_context\"\n/phases/load_contexts: is not in the schema");
  std::string event = to_json(build_event(sample_build(), {}));
  event.replace(event.find("\"success\":false"), 15, "\"success\":\"no\"");
  CHECK(complaints(event, "event.schema.json")
        == R"(/metadata/success: is not ["boolean","null"])");
}

} // namespace tidegate::codec
