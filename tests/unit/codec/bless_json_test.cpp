// SPDX-License-Identifier: Apache-2.0
#include "codec/bless_json.hpp"
#include "codec/event_json.hpp"
#include "codec/event_schema.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>

namespace tidegate::codec {
namespace {

using nlohmann::json;

// Every member is set to a value of its own.
model::Blessing sample() {
  model::Blessing blessing;
  blessing.accepted = {.event_id = "01JD5Z3V8T0000000000000000",
                       .at = Time(std::chrono::milliseconds(1'790'000'000'123)),
                       .metric = "step-time build: RUN make",
                       .reason = "a new compiler",
                       .actor = "octo",
                       .sha = "0123abc"};
  blessing.situation = "build from 3";
  blessing.thing = {.repository = "o/app",
                    .workflow = "ci",
                    .job = "image",
                    .leg = "arm64",
                    .image = "ghcr.io/o/app",
                    .dockerfile = "docker/Dockerfile",
                    .target = "prod",
                    .platform = "linux/arm64"};
  blessing.before = 12.5;
  blessing.after = 25.25;
  return blessing;
}

model::Event event_of(const model::Blessing& blessing) {
  model::Event event;
  event.type = "bless";
  event.id = blessing.accepted.event_id;
  event.timestamp = blessing.accepted.at;
  event.run.actor = blessing.accepted.actor;
  event.metadata = bless_metadata(blessing);
  return event;
}

std::string message(const std::string& metadata) {
  model::Event event = event_of(sample());
  event.metadata = metadata;
  const auto read = parse_bless_event(event);
  return read ? "no error" : read.error().message;
}

} // namespace

TEST_CASE("an acceptance that was written as an event can be read back") {
  for (const model::Blessing& blessing : {sample(), [] {
                                            model::Blessing bare;
                                            bare.accepted.metric = "build-time";
                                            return bare;
                                          }()}) {
    const auto line = parse_event(to_json(event_of(blessing)));
    REQUIRE(line);
    const auto read = parse_bless_event(*line);
    REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
    CHECK(*read == blessing);
  }
}

TEST_CASE("an acceptance is what its schemas describe, key by key") {
  CHECK(complaints(to_json(event_of(sample())), "event.schema.json") == "");
  CHECK(complaints(to_json(sample(), 2), "bless.schema.json") == "");
  CHECK_FALSE(EventSchema().complaint(to_json(event_of(sample()))));
  model::Blessing bare;
  bare.accepted.metric = "image-size";
  CHECK(complaints(to_json(bare, 2), "bless.schema.json") == "");
}

TEST_CASE("a damaged event of an acceptance is told by name") {
  CHECK(message("{}") == R"(event: "metadata.metric" is missing)");
  CHECK(message(R"({"metric":"speed"})") == R"(event: "metadata.metric" is an unknown word)");
  CHECK(message(R"({"metric":""})") == R"(event: "metadata.metric" names no metric)");
  CHECK(message(R"({"metric":"build-time","thing":{"leg":7}})")
        == R"(event: "metadata.thing.leg" is not a text)");
  CHECK(message(R"({"metric":"build-time","thing":[]})")
        == R"(event: "metadata.thing" is not an object)");
  CHECK(message(R"({"metric":"build-time","before":"x"})")
        == R"(event: "metadata.before" is not a number)");
  model::Event other = event_of(sample());
  other.type = "deployment";
  CHECK_FALSE(parse_bless_event(other));
}

TEST_CASE("what a hostile acceptance says stays short and printable") {
  const std::string flood(100'000, 'x');
  json metadata{
      {"metric", "build-time"}, {"reason", "\x1b[2J" + flood}, {"commit", "\x1b[2J" + flood}};
  model::Event event = event_of(sample());
  event.metadata = metadata.dump();
  event.run.actor = "\r::error::" + flood;
  const auto read = parse_bless_event(event);
  REQUIRE(read);
  CHECK(read->accepted.reason.size() <= 500);
  CHECK(read->accepted.sha.size() <= 100);
  CHECK(read->accepted.actor.size() <= 100);
  for (const auto* text : {&read->accepted.reason, &read->accepted.sha, &read->accepted.actor}) {
    CHECK(text->find_first_of("\x1b\r\n") == std::string::npos);
  }
  CHECK(message(json{{"metric", "step-time " + flood}}.dump())
        == R"(event: "metadata.metric" names no metric)");
  CHECK(message(json{{"metric", "build-time"}, {"thing", {{"job", flood}}}}.dump())
        == R"(event: "metadata.thing.job" is too long)");
}

} // namespace tidegate::codec
