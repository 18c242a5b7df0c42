// SPDX-License-Identifier: Apache-2.0
#include "codec/event_json.hpp"
#include "unit/codec/sample_build.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::json;

model::Event sample_event() {
  model::Event event;
  event.type = "container_stats";
  event.timestamp = sample_time(5);
  event.id = "01JD5Z3V8T0000000000000001";
  event.run = sample_build().run;
  event.runner = sample_build().runner;
  event.metadata = R"({"a":[1,2.5,null],"b":"x"})";
  return event;
}

} // namespace

TEST_CASE("an event that was written can be read back") {
  const auto read = parse_event(to_json(sample_event()));
  REQUIRE(read.has_value());
  CHECK(*read == sample_event());
}

TEST_CASE("an event outside of Actions can be read back") {
  model::Event event = sample_event();
  event.run = {};
  event.runner = {};
  event.metadata = "{}";
  const auto read = parse_event(to_json(event));
  REQUIRE(read.has_value());
  CHECK(*read == event);
}

TEST_CASE("an event has the envelope that was promised, in one line") {
  const std::string line = to_json(sample_event());
  CHECK(line.find('\n') == std::string::npos);
  CHECK(line.starts_with(
      R"({"event_type":"container_stats","timestamp":"2026-11-21T00:18:45.005Z","id":"01JD)"));
  const json event = json::parse(line);
  CHECK(event["schema"] == 1);
  CHECK(event["repository"] == "o/app");
  CHECK(event["run"]["attempt"] == "2");
  CHECK(event["runner"]["hosted"] == true);
  CHECK(event["metadata"]["b"] == "x");
}

TEST_CASE(
    "metadata with line breaks still gives one line, and what is no object is kept as a text") {
  model::Event event = sample_event();
  event.metadata = "{\n  \"a\": 1\n}";
  CHECK(to_json(event).find('\n') == std::string::npos);
  CHECK(parse_event(to_json(event))->metadata == R"({"a":1})");
  event.metadata = "broken";
  CHECK(parse_event(to_json(event))->metadata == R"({"text":"broken"})");
}

TEST_CASE("the event of a build has the keys that existing readers rely on, and the whole record") {
  const model::Event event = build_event(sample_build(), sample_verdicts());
  CHECK(event.type == "docker_build");
  CHECK(event.id == sample_build().id);
  CHECK(event.timestamp == *sample_build().started + std::chrono::milliseconds(300));
  CHECK(event.run == sample_build().run);
  CHECK(event.runner == sample_build().runner);
  const json metadata = json::parse(event.metadata);
  CHECK(metadata["build_time_seconds"] == 0.1 + 0.2);
  CHECK(metadata["image_size"] == 94700000);
  CHECK(metadata["dockerfile"] == "docker/Dockerfile");
  CHECK(metadata["tag"] == "ghcr.io/o/app:1");
  CHECK(metadata["success"] == false);
  CHECK(metadata["build"] == json::parse(to_json(sample_build(), sample_verdicts())));
}

TEST_CASE("the event of a build whose image is not known says so with null") {
  model::Build build = sample_build();
  build.image = {};
  build.outcome = model::Outcome::success;
  json metadata = json::parse(build_event(build, {}).metadata);
  CHECK(metadata["image_size"].is_null());
  CHECK(metadata["tag"] == "o/app:1");
  CHECK(metadata["success"] == true);
  build.request.tags.clear();
  metadata = json::parse(build_event(build, {}).metadata);
  CHECK(metadata["tag"].is_null());
}

TEST_CASE("a build comes back out of the line of its event") {
  const auto event = parse_event(to_json(build_event(sample_build(), sample_verdicts())));
  REQUIRE(event.has_value());
  const auto judged = parse_build_event(*event);
  REQUIRE(judged.has_value());
  CHECK(judged->build == sample_build());
  CHECK(judged->verdicts == sample_verdicts());
}

TEST_CASE("an event that holds no good build record is an error that names the key") {
  model::Event event = build_event(sample_build(), {});
  event.type = "deployment";
  CHECK(parse_build_event(event).error().message == R"(event: "event_type" is not "docker_build")");
  event.type = "docker_build";
  event.metadata = R"({"build_time_seconds":1})";
  CHECK(parse_build_event(event).error().message == R"(event: "metadata.build" is missing)");
  event.metadata = R"({"build":{"schema":1,"id":"x","started":5}})";
  CHECK(parse_build_event(event).error().message == R"(event: "metadata.build.steps" is missing)");
  event.metadata = R"({"build":7})";
  CHECK(parse_build_event(event).error().message == R"(event: "metadata.build" is not an object)");
  event.metadata = "[";
  CHECK(parse_build_event(event).error().message == R"(event: "metadata": not JSON)");
}

TEST_CASE("metadata loses what is hidden however it was spelled, in keys and values") {
  util::Redactor redactor;
  redactor.hide("s3cret-token");
  redactor.hide("20261121");
  const auto clean = [&](const std::string& text) { return metadata_text(text, redactor).value(); };
  CHECK(clean(R"({"a":["x \u00733cret-token"],"s3cret-\u0074oken":{"b":true}})")
        == R"({"***":{"b":true},"a":["x ***"]})");
  CHECK(clean(R"({"day":20261121,"other":1.5,"none":null})")
        == R"({"day":"***","none":null,"other":1.5})");
  CHECK_FALSE(metadata_text("[]", redactor));
}

TEST_CASE("lines that are no events are errors that say what is wrong") {
  const auto message = [](std::string_view line) {
    const auto event = parse_event(line);
    return event ? std::string("no error") : event.error().message;
  };
  CHECK(message("") == "event: not JSON");
  CHECK(message("{\"event_type\":") == "event: not JSON");
  CHECK(message("[]") == "event: not a JSON object");
  CHECK(message("{}") == R"(event: "event_type" is missing)");
  CHECK(
      message(
          R"({"event_type":1,"timestamp":"2026-11-21T00:18:45Z","id":"x","schema":1,"metadata":{}})")
      == R"(event: "event_type" is not a text)");
  CHECK(message(R"({"event_type":"a","timestamp":"now","id":"x","schema":1,"metadata":{}})")
        == R"(event: "timestamp" is not a time (RFC 3339))");
  CHECK(
      message(
          R"({"event_type":"a","timestamp":"2026-11-21T00:18:45Z","id":"x","schema":1,"metadata":[]})")
      == R"(event: "metadata" is not an object)");
  CHECK(
      message(
          R"({"event_type":"a","timestamp":"2026-11-21T00:18:45Z","id":"x","schema":1,"metadata":{},"run":5})")
      == R"(event: "run" is not an object)");
  CHECK(
      message(
          R"({"event_type":"a","timestamp":"2026-11-21T00:18:45Z","id":"x","schema":1,"metadata":{"a":)"
          + std::string(100'000, '[') + std::string(100'000, ']') + "}}")
      == "event: nested too deep");
}

TEST_CASE("every proper beginning of an event line is refused") {
  const std::string line = to_json(sample_event());
  for (std::size_t length = 0; length < line.size(); ++length) {
    CHECK_FALSE(parse_event(std::string_view(line).substr(0, length)).has_value());
  }
}

} // namespace tidegate::codec
