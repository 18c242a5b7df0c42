// SPDX-License-Identifier: Apache-2.0
#include "codec/event_filter.hpp"
#include "codec/event_json.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {
namespace {

std::string line() {
  model::Event event;
  event.type = "docker_build";
  event.timestamp = util::parse_rfc3339("2026-11-21T02:04:31Z").value();
  event.id = "01KAHX4Q0S3T9FJ2M8V6C5B7DN";
  event.run.repository = "o/r";
  event.run.workflow = "image";
  event.run.job = "build";
  event.metadata = R"({"tag":"wordcount","success":true,"n":{"x":12}})";
  return to_json(event);
}

bool finds(const EventFilter& filter) {
  return filter_line(line(), filter).reading == Reading::event;
}

Time at(const char* text) {
  return util::parse_rfc3339(text).value();
}

} // namespace

TEST_CASE("without a condition every event is found, as a list shows it") {
  const auto found = filter_line(line(), {});
  CHECK(found.reading == Reading::event);
  CHECK(found.event.type == "docker_build");
  CHECK(found.event.repository == "o/r");
  CHECK(found.event.job == "build");
  CHECK(found.event.metadata == R"({"n":{"x":12},"success":true,"tag":"wordcount"})");
}

TEST_CASE("events are found by type, time, key and text") {
  CHECK(finds({.types = {"deployment", "docker_build"}}));
  CHECK_FALSE(finds({.types = {"deployment"}}));
  CHECK(finds({.since = at("2026-11-21T02:04:31Z")}));
  CHECK_FALSE(finds({.since = at("2026-11-21T02:04:32Z")}));
  CHECK(finds({.until = at("2026-11-21T02:04:32Z")}));
  CHECK_FALSE(finds({.until = at("2026-11-21T02:04:31Z")}));
  CHECK(finds(
      {.keys = {{"run.workflow", "image"}, {"metadata.success", "true"}, {"metadata.n.x", "12"}}}));
  CHECK_FALSE(finds({.keys = {{"run.workflow", "image"}, {"metadata.success", "false"}}}));
  CHECK_FALSE(finds({.keys = {{"metadata.tag.x", ""}}}));
  CHECK_FALSE(finds({.keys = {{"nothing", ""}}}));
  CHECK(finds({.text = "WordCount"}));
  CHECK_FALSE(finds({.text = "wordcounts"}));
}

TEST_CASE("what is no event is damaged, not left out in silence") {
  for (const char* const text :
       {"", "null", "{}", R"({"event_type":"x"})", R"({"event_type":"x","timestamp":"now"})"}) {
    CHECK(filter_line(text, {}).reading == Reading::damaged);
  }
}

} // namespace tidegate::codec
