// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/rawjson.hpp"
#include "support/recording.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using docker::parse_rawjson;

namespace {

model::Progress parsed(std::string_view line) {
  auto progress = parse_rawjson(line);
  REQUIRE(progress.has_value());
  return *progress;
}

std::string vertex_with(const std::string& fields) {
  return R"({"vertexes":[{"digest":"sha256:1","name":"n")" + fields + "}]}";
}

} // namespace

TEST_CASE("a vertex is read with all that BuildKit says") {
  const auto progress = parsed(
      R"({"vertexes":[{"digest":"sha256:1","inputs":["sha256:0"],"name":"[2/2] RUN x",)"
      R"("started":"2026-11-21T00:33:52.855592923Z","completed":"2026-11-21T00:33:53Z","cached":true,"error":"e"}]})");
  REQUIRE(progress.vertexes.size() == 1);
  const auto& vertex = progress.vertexes.front();
  CHECK(vertex.digest == "sha256:1");
  CHECK(vertex.inputs == std::vector<std::string>{"sha256:0"});
  CHECK(vertex.name == "[2/2] RUN x");
  CHECK(vertex.cached);
  CHECK(vertex.error == "e");
  REQUIRE(vertex.started.has_value());
  REQUIRE(vertex.completed.has_value());
  CHECK((*vertex.completed - *vertex.started) == std::chrono::nanoseconds(144407077));
}

TEST_CASE("statuses, logs and warnings are read, base64 undone") {
  const auto progress = parsed(
      R"({"statuses":[{"id":"transferring context:","vertex":"v","current":7,"total":9}],)"
      R"("logs":[{"vertex":"v","stream":2,"data":"aGVsbG8K","timestamp":"2026-11-21T00:00:00Z"}],)"
      R"("warnings":[{"vertex":"v","short":"aGk=","url":"u","sourceInfo":{"filename":"Dockerfile"},)"
      R"("range":[{"start":{"line":4},"end":{"line":4}}]}]})");
  REQUIRE(progress.statuses.size() == 1);
  CHECK(progress.statuses.front().current == 7);
  CHECK(progress.statuses.front().total == 9);
  REQUIRE(progress.logs.size() == 1);
  CHECK(progress.logs.front().data == "hello\n");
  CHECK(progress.logs.front().stream == 2);
  REQUIRE(progress.warnings.size() == 1);
  CHECK(progress.warnings.front().text == "hi");
  CHECK(progress.warnings.front().file == "Dockerfile");
  CHECK(progress.warnings.front().line == 4);
}

TEST_CASE("every recorded line is read") {
  for (const std::string name :
       {"cold-multi-stage", "gha-warm", "warnings", "failed-run", "two-platforms"}) {
    CAPTURE(name);
    for (const auto& line : test::load_recording(name).json_lines) {
      CHECK(parse_rawjson(line).has_value());
    }
  }
}

TEST_CASE("what is no JSON object is an external error") {
  for (const std::string_view line :
       {"", "{", "[]", "7", "null", "plain text", R"({"vertexes":[)", "{}}", R"({"x":1e400})"}) {
    CAPTURE(line);
    const auto progress = parse_rawjson(line);
    REQUIRE_FALSE(progress.has_value());
    CHECK(progress.error().kind == Error::Kind::external);
  }
}

TEST_CASE("an entry of the wrong shape is left out and the others survive") {
  const auto progress = parsed(
      R"({"vertexes":[7,null,[],{"name":"no digest"},{"digest":9},{"digest":"sha256:1","name":[]}],)"
      R"("statuses":{"id":"x"},"logs":[{"vertex":"v","data":"%%%"},{"data":"aGk="}],"warnings":"none","new":1})");
  REQUIRE(progress.vertexes.size() == 1);
  CHECK(progress.vertexes.front().digest == "sha256:1");
  CHECK(progress.vertexes.front().name.empty());
  CHECK(progress.statuses.empty());
  REQUIRE(progress.logs.size() == 1);
  CHECK(progress.logs.front().data.empty());
  CHECK(progress.warnings.empty());
}

TEST_CASE("numbers that are no counts become zero, fractions are cut off") {
  const auto current = [](const std::string& number) {
    return parsed(R"({"statuses":[{"id":"x","vertex":"v","current":)" + number + "}]}")
        .statuses.front()
        .current;
  };
  CHECK(current("-5") == 0);
  CHECK(current("1e30") == 0);
  CHECK(current("-0.5") == 0);
  CHECK(current("2.75") == 2);
  CHECK(current("18446744073709551615") == 18446744073709551615U);
  CHECK(current("99999999999999999999") == 0);
  CHECK(current("\"7\"") == 0);
}

TEST_CASE("a moment that no build can have is none") {
  for (const std::string time : {"\"0001-01-01T00:00:00Z\"",
                                 "\"9999-12-31T23:59:59Z\"",
                                 "\"1969-12-31T23:59:59Z\"",
                                 "\"yesterday\"",
                                 "\"\"",
                                 "17",
                                 "null",
                                 "{}"}) {
    CAPTURE(time);
    CHECK_FALSE(parsed(vertex_with(R"(,"started":)" + time)).vertexes.front().started.has_value());
  }
}

TEST_CASE("nesting that would exhaust the stack is refused, brackets in strings are not nesting") {
  const std::string deep = R"({"x":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  CHECK_FALSE(parse_rawjson(deep).has_value());
  CHECK_FALSE(parse_rawjson(std::string(1'000'000, '{')).has_value());
  const auto progress = parsed(vertex_with(R"(,"error":"\"\\)" + std::string(200, '[') + "\""));
  CHECK(progress.vertexes.front().error.size() == 202);
}

TEST_CASE("a line with broken UTF-8 keeps what can be read") {
  const auto progress = parsed(vertex_with(",\"error\":\"a\xff\xfe z\""));
  CHECK(progress.vertexes.front().error == "a\xEF\xBF\xBD\xEF\xBF\xBD z");
}

TEST_CASE("a name of one megabyte is read") {
  const auto progress = parsed(vertex_with(R"(,"error":")" + std::string(1 << 20, 'n') + "\""));
  CHECK(progress.vertexes.front().error.size() == 1U << 20U);
}

TEST_CASE("a recorded line that is cut anywhere is refused or read, never a crash") {
  const auto lines = test::load_recording("gha-export-429").json_lines;
  for (std::size_t length = 0; length < lines.back().size(); ++length) {
    CHECK_FALSE(parse_rawjson(lines.back().substr(0, length)).has_value());
  }
}

TEST_CASE("a reader that is used again brings nothing of an earlier message") {
  docker::RawjsonReader reader;
  model::Progress progress;
  REQUIRE(reader.read(R"({"vertexes":[{"digest":"a","inputs":["b"],"name":"n","cached":true,)"
                      R"("started":"2026-11-21T00:00:01.5Z","error":"e"}],)"
                      R"("logs":[{"vertex":"a","stream":2,"data":"aGk="},{"vertex":"b"}]})",
                      progress));
  CHECK(progress.logs.size() == 2);
  REQUIRE(reader.read(R"({"statuses":[{"id":"s","vertex":"a","current":5}]})", progress));
  CHECK(progress.vertexes.empty());
  CHECK(progress.logs.empty());
  REQUIRE(reader.read(R"({"vertexes":[{"digest":"c"}],"logs":[{"vertex":"c"}]})", progress));
  CHECK(progress.statuses.empty());
  REQUIRE(progress.vertexes.size() == 1);
  const model::Vertex& vertex = progress.vertexes.front();
  CHECK(vertex.digest == "c");
  CHECK(vertex.name.empty());
  CHECK(vertex.inputs.empty());
  CHECK(vertex.error.empty());
  CHECK_FALSE(vertex.cached);
  CHECK_FALSE(vertex.started.has_value());
  REQUIRE(progress.logs.size() == 1);
  CHECK(progress.logs.front().data.empty());
  CHECK(progress.logs.front().stream == 1);
  CHECK_FALSE(reader.read(R"({"logs":[{"vertex":"c"}])", progress));
  CHECK(progress.logs.empty());
}
