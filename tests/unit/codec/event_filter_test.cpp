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

Reading reading_of(std::string_view text, const EventFilter& filter) {
  LineFilter lines(filter);
  const auto found = lines.look(text);
  const auto parsed = lines.parse(text);
  CHECK(found.reading == parsed.reading);
  CHECK(found.id == parsed.id);
  CHECK(found.timestamp == parsed.timestamp);
  return found.reading;
}

bool finds(const EventFilter& filter) {
  return reading_of(line(), filter) == Reading::event;
}

// Of an event whose time is given.
Reading reading_of_rest(const std::string& rest) {
  const std::string text = R"({"timestamp":"2026-11-21T02:04:31Z",)" + rest;
  const EventFilter asked{.types = {"x"}, .keys = {{"run.job", "b"}, {"metadata.n", "12"}}};
  const auto reading = reading_of(text, asked);
  CHECK(reading_of("\xEF\xBB\xBF" + text, asked) == reading);
  return reading;
}

Time at(const char* text) {
  return util::parse_rfc3339(text).value();
}

} // namespace

TEST_CASE("without a condition every event is found, as a list shows it") {
  CHECK(finds({}));
  const auto found = found_event(line());
  CHECK(found.id == "01KAHX4Q0S3T9FJ2M8V6C5B7DN");
  CHECK(found.type == "docker_build");
  CHECK(found.repository == "o/r");
  CHECK(found.job == "build");
  CHECK(found.metadata == R"({"tag":"wordcount","success":true,"n":{"x":12}})");
}

TEST_CASE("a key that is written with escapes is found, wherever it stands") {
  const std::string escaped =
      R"({"timestamp":"2026-11-21T02:04:31Z","event_type":"x","metadata":{"\u0061":1,"t\u0061g":"y"}})";
  CHECK(reading_of(escaped, {.keys = {{"metadata.tag", "y"}}}) == Reading::event);
  CHECK(reading_of(escaped, {.keys = {{"metadata.a", "2"}}}) == Reading::other);
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
    CHECK(reading_of(text, {}) == Reading::damaged);
  }
}

TEST_CASE("a damaged line is damaged even where it has all that is asked for") {
  const std::string whole = line();
  const std::string longer = "{\"a\":\"\xFF\"," + whole.substr(1);
  for (const std::string& text :
       {whole.substr(0, whole.size() - 1), whole + "}", whole + whole, longer}) {
    CAPTURE(text);
    CHECK(reading_of(text, {.types = {"deployment"}}) == Reading::damaged);
  }
}

TEST_CASE("an event is found however its keys and values are spelled") {
  for (const char* const rest :
       {R"("event_type":"x","run":{"job":"b"},"metadata":{"n":12}})",
        R"("event_\u0074ype":"\u0078","run":{"j\u006fb":"\u0062"},"metadata":{"n":12}})",
        R"( "event_type" : "x" , "run" : {"job" : "b"}, "metadata":{ "n" : 12 } } )",
        R"("event_type":"y","event_type":"x","run":{"job":"c","job":"b"},"metadata":{"n":12}})"}) {
    CAPTURE(rest);
    CHECK(reading_of_rest(rest) == Reading::event);
  }
}

TEST_CASE("an event is not found by what stands elsewhere, or was said before") {
  for (const char* const rest :
       {R"("event_type":"x","event_type":"y","run":{"job":"b"},"metadata":{"n":12}})",
        R"("event_type":"x","run":{"job":"b"},"run":{},"metadata":{"n":12}})",
        R"("event_type":"x","in":{"run":{"job":"b"}},"metadata":{"n":12}})",
        R"("event_type":"x","run":[{"job":"b"}],"metadata":{"n":12}})",
        R"("event_type":"x","run.job":"b","metadata":{"n":12}})",
        R"("event_type":"x","run":{"job":"b"},"metadata":{"n":12.0}})"}) {
    CAPTURE(rest);
    CHECK(reading_of_rest(rest) == Reading::other);
  }
}

TEST_CASE("a text of an event is one without its escapes, in a list and in a question") {
  const std::string text =
      R"({"event_type":"x","timestamp":"2026-11-21T02:04:31Z","id":"a\/b","metadata":"a\nb"})";
  LineFilter lines({.keys = {{"metadata", "a\nb"}}});
  CHECK(lines.look(text).id == "a/b");
  CHECK(found_event(text).metadata == "a\nb");
  CHECK(found_event("no event").type.empty());
}

} // namespace tidegate::codec
