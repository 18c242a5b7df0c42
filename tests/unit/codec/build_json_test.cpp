// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"
#include "unit/codec/sample_build.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::json;

json printed(const model::Build& build, const std::vector<model::Verdict>& verdicts = {}) {
  return json::parse(to_json(build, verdicts));
}

// The sample record with the value at the JSON pointer replaced.
std::string changed(const std::string& pointer, const json& value) {
  json record = printed(sample_build(), sample_verdicts());
  record[json::json_pointer(pointer)] = value;
  return record.dump();
}

// Every value of the record, one level of keys after the other.
void each_value(const json& value,
                const json::json_pointer& at,
                std::vector<std::string>& pointers) {
  for (const auto& [key, inner] : value.items()) {
    const auto here = value.is_array() ? at / std::stoul(key) : at / key;
    pointers.push_back(here.to_string());
    if (inner.is_structured()) {
      each_value(inner, here, pointers);
    }
  }
}

} // namespace

TEST_CASE("a build record that was written can be read back") {
  for (const int indent : {-1, 0, 2}) {
    const auto read = parse_build(to_json(sample_build(), sample_verdicts(), indent));
    REQUIRE(read.has_value());
    CHECK(read->build == sample_build());
    CHECK(read->verdicts == sample_verdicts());
  }
}

TEST_CASE("an empty build record can be read back") {
  model::Build build;
  build.id = "x";
  const auto read = parse_build(to_json(build, {}));
  REQUIRE(read.has_value());
  CHECK(read->build == build);
  CHECK(read->verdicts.empty());
}

TEST_CASE("a build record has the keys that were promised") {
  const json record = printed(sample_build(), sample_verdicts());
  CHECK(record["schema"] == 1);
  CHECK(record["started"] == "2026-11-21T00:18:45.624Z");
  CHECK(record["outcome"] == "failure");
  CHECK(record["duration_seconds"] == 0.1 + 0.2);
  CHECK(record["phases"]["export_image"] == 5.5);
  CHECK(record["steps"][0]["index"] == 3);
  CHECK(record["steps"][0]["completed"] == "2026-11-21T00:18:47.345Z");
  CHECK(record["cache"]["hit_ratio"] == 0.375);
  CHECK(record["context"]["sent_bytes"] == 9007199254740993U);
  CHECK(record["image"]["size_bytes"] == 94700000);
  CHECK(record["error"]["class"] == "step_failed");
  CHECK(record["builder"]["buildkit"] == "v0.19.0");
  CHECK(record["request"]["build_args"] == json{"A", "B"});
  CHECK(record["repository"] == "o/app");
  CHECK(record["run"]["pr"] == "45");
  CHECK(record["runner"]["memory"] == 16000000000U);
}

TEST_CASE("unknown values are null, never invented") {
  model::Build build;
  build.steps.emplace_back();
  const json record = printed(build);
  for (const char* pointer : {"/verdict",
                              "/request/target",
                              "/steps/0/stage",
                              "/steps/0/index",
                              "/steps/0/started",
                              "/steps/0/error",
                              "/cache/state",
                              "/cache/hit_ratio",
                              "/cache/backend",
                              "/context/sent_bytes",
                              "/image/ref",
                              "/image/size_bytes",
                              "/error",
                              "/builder/driver",
                              "/build_ref",
                              "/repository",
                              "/runner/cpus",
                              "/runner/memory",
                              "/run/sha"}) {
    CAPTURE(pointer);
    CHECK(record.at(json::json_pointer(pointer)).is_null());
  }
  CHECK(record["steps"][0]["duration_seconds"].is_null());
  CHECK(record["verdicts"] == json::array());
}

TEST_CASE("the verdict of a record is the gravest of its verdicts") {
  CHECK(printed(sample_build(), sample_verdicts())["verdict"] == "warn");
}

TEST_CASE("verdicts alone are a list") {
  const json list = json::parse(to_json(sample_verdicts()));
  REQUIRE(list.size() == 2);
  CHECK(list[0]
        == json{{"metric", "build-time"},
                {"rule", "sigma"},
                {"status", "learning"},
                {"measured", 12.5},
                {"limit", 20.25},
                {"unit", "seconds"},
                {"samples", 3},
                {"samples_wanted", 5},
                {"reason", "3 of 5 samples"},
                {"situation", nullptr},
                {"since", nullptr},
                {"measure_again", false},
                {"news", nullptr},
                {"evidence", nullptr}});
  CHECK(list[1]["measured"].is_null());
  CHECK(to_json(std::vector<model::Verdict>{}) == "[]");
}

TEST_CASE("a verdict over time is printed with its arithmetic, and read back") {
  const json printed_verdict = json::parse(to_json({sample_prediction()}))[0];
  CHECK(printed_verdict["since"]
        == json{{"event_id", "01JD0"},
                {"sha", "abc1234"},
                {"at", "2026-11-20T10:00:00.000Z"},
                {"builds_ago", 4}});
  CHECK(printed_verdict["evidence"]
        == json{{"measured", 12.5},
                {"confirmed", 12.25},
                {"centre", 10.0},
                {"spread", .5},
                {"floor", .125},
                {"record", .0625},
                {"effect", .25},
                {"sigma", .03125},
                {"mean", -.5},
                {"error", .75},
                {"standard_errors", 5.5},
                {"limit", 3.75},
                {"expected_low", 9.5},
                {"expected_high", 10.5},
                {"smallest_visible_step", .375},
                {"together", 2},
                {"samples", 57},
                {"left_out", {{"waiting", 4}, {"alerting", 3}, {"older", 2}, {"invalid", 1}}},
                {"odds", -5.75},
                {"crept", true}});
  CHECK(printed_verdict["situation"] == "build from 3");
  CHECK(printed_verdict["measure_again"] == true);
  CHECK(printed_verdict["news"] == "creeping: +21 % over 90 builds");
  const auto read = parse_build(to_json(sample_build(), {sample_prediction()}));
  REQUIRE(read);
  REQUIRE(read->verdicts.size() == 1);
  CHECK(read->verdicts.front() == sample_prediction());
}

TEST_CASE("a record is one line unless an indent is asked for, whatever the texts hold") {
  model::Build build = sample_build();
  build.steps[0].name = "a\nb\"\\\x01";
  CHECK(to_json(build, {}).find('\n') == std::string::npos);
  CHECK(parse_build(to_json(build, {}))->build == build);
  CHECK(to_json(build, {}, 2).find("\n  \"id\": ") != std::string::npos);
}

TEST_CASE("bytes that are no UTF-8 and numbers that are none do not stop the writing") {
  model::Build build = sample_build();
  build.steps[0].name = "bad \xFF byte";
  build.duration = Seconds(std::numeric_limits<double>::quiet_NaN());
  const json record = printed(build);
  CHECK(record["steps"][0]["name"] == "bad \xEF\xBF\xBD byte");
  CHECK(record["duration_seconds"].is_null());
}

TEST_CASE("no text of a record can be a command to the runner, and it is read back as it was") {
  auto build = sample_build();
  build.steps.front().name = "RUN echo ###[##[set-output name=verdict]pass";
  const std::string json = to_json(build, {});
  CHECK(json.find("##[") == std::string::npos);
  const auto back = parse_build(json);
  REQUIRE(back);
  CHECK(back->build.steps.front().name == build.steps.front().name);
}

TEST_CASE("unknown keys are ignored and optional ones may be missing") {
  const auto read = parse_build(
      R"({"schema":1,"id":"x","started":"2026-11-21T00:18:45Z","outcome":"success","duration_seconds":3,"new":{"a":[1]},
          "steps":[{"name":"s","colour":"blue"}],"cache":null})");
  REQUIRE(read.has_value());
  CHECK(read->build.duration == Seconds(3));
  CHECK(read->build.steps.at(0).name == "s");
  CHECK(read->build.cache == model::Cache{});
}

TEST_CASE("a key that must be there and is not is named") {
  for (const char* key : {"schema", "steps"}) {
    json record = printed(sample_build());
    record.erase(key);
    const auto read = parse_build(record.dump());
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().kind == Error::Kind::usage);
    CHECK(read.error().message == "build record: \"" + std::string(key) + "\" is missing");
  }
  json record = printed(sample_build(), sample_verdicts());
  record["steps"][1].erase("name");
  CHECK(parse_build(record.dump()).error().message
        == R"(build record: "steps[1].name" is missing)");
}

TEST_CASE("a value of the wrong type is named by its path") {
  const auto message = [](const std::string& pointer, const json& value) {
    const auto read = parse_build(changed(pointer, value));
    return read ? std::string("no error") : read.error().message;
  };
  CHECK(message("/steps/0/cached", 1) == R"(build record: "steps[0].cached" is not true or false)");
  CHECK(message("/cache/hit_ratio", "x") == R"(build record: "cache.hit_ratio" is not a number)");
  CHECK(message("/steps/0/index", 2.5)
        == R"(build record: "steps[0].index" is not a whole number of 32 bits)");
  CHECK(message("/steps/0/index", 1LL << 40)
        == R"(build record: "steps[0].index" is not a whole number of 32 bits)");
  CHECK(message("/steps/0/index", -(1LL << 40))
        == R"(build record: "steps[0].index" is not a whole number of 32 bits)");
  CHECK(message("/exit_status", -1) == "no error");
  CHECK(message("/image/size_bytes", -1)
        == R"(build record: "image.size_bytes" is not a whole number of bytes)");
  CHECK(message("/started", "yesterday") == R"(build record: "started" is not a time (RFC 3339))");
  CHECK(message("/outcome", "exploded") == R"(build record: "outcome" is an unknown word)");
  CHECK(message("/verdicts/1/status", "good")
        == R"(build record: "verdicts[1].status" is an unknown word)");
  CHECK(message("/remeasured/0/values/0/metric", "speed")
        == R"(build record: "remeasured[0].values[0].metric" is an unknown word)");
  CHECK(message("/remeasured/0/values/1/value", nullptr)
        == R"(build record: "remeasured[0].values[1].value" is missing)");
  CHECK(message("/remeasured/1/duration_seconds", "long")
        == R"(build record: "remeasured[1].duration_seconds" is not a number)");
  CHECK(message("/request/tags/1", 5) == R"(build record: "request.tags[1]" is not a text)");
  CHECK(message("/request/tags", "a") == R"(build record: "request.tags" is not a list)");
  CHECK(message("/steps", json::object()) == R"(build record: "steps" is not a list)");
  CHECK(message("/steps/1", 7) == R"(build record: "steps[1]" is not an object)");
  CHECK(message("/run", json::array()) == R"(build record: "run" is not an object)");
  CHECK(message("/schema", 2) == R"(build record: "schema" is newer than this tidegate knows (1))");
}

TEST_CASE("whatever value is damaged, reading gives a record or a named error") {
  json record = printed(sample_build(), sample_verdicts());
  std::vector<std::string> pointers;
  each_value(record, json::json_pointer(), pointers);
  CHECK(pointers.size() > 100);
  for (const std::string& pointer : pointers) {
    json& value = record[json::json_pointer(pointer)];
    const json good = value;
    for (const json& bad : {json(), json(-7), json(1e300), json("x"), json{{"a", 1}}}) {
      value = bad;
      const auto read = parse_build(record.dump());
      CHECK((read.has_value() || read.error().message.starts_with("build record: \"")));
    }
    value = good;
  }
}

TEST_CASE("what is no JSON object is an error") {
  for (const std::string text :
       {"", "{", "[]", "null", "1", "{}x", "{\"a\":\"\xFF\"}", "{'a':1}"}) {
    CAPTURE(text);
    const auto read = parse_build(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().kind == Error::Kind::usage);
  }
}

TEST_CASE("a million brackets do not end the process") {
  CHECK(parse_build(R"({"a":)" + std::string(1'000'000, '[')).error().message
        == "build record: nested too deep");
  const std::string balanced =
      R"({"a":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  CHECK(parse_build(balanced).error().message == "build record: nested too deep");
  CHECK(parse_build(R"({"a":[0)" + std::string(5'000'000, ',') + "]}").error().message
        == "build record: more than 4000000 values");
  // Brackets inside a text are no levels.
  CHECK(parse_build(changed("/id", "\"\\" + std::string(1000, '['))).has_value());
}

} // namespace tidegate::codec
