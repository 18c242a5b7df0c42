// SPDX-License-Identifier: Apache-2.0
#include "codec/event_json.hpp"
#include "codec/event_reports_json.hpp"
#include "codec/event_schema.hpp"
#include "codec/run_statistics_json.hpp"
#include "support/sample_run_statistics.hpp"
#include "unit/codec/sample_build.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>

namespace tidegate::codec {
namespace {

const EventSchema schema;

std::string complaint(const std::string& line) {
  return schema.complaint(line).value_or("");
}

std::string event(const std::string& type, const std::string& metadata) {
  model::Event made;
  made.type = type;
  made.id = "01KAHX4Q0S3T9FJ2M8V6C5B7DN";
  made.metadata = metadata;
  return to_json(made);
}

std::string deployment(const std::string& more = "") {
  return R"({"timestamp":"2026-11-21T02:04:31Z","event_type":"rollback","repository":"o/r",)"
         R"("environment":"staging","version":"v1","status":"success","duration_seconds":1.5)"
         + more + "}";
}

} // namespace

TEST_CASE("no keyword of the event schemas is passed over in silence") {
  CHECK(schema.unknown_keywords() == std::vector<std::string>{});
}

TEST_CASE("events of our own are what the schema says") {
  CHECK(complaint(to_json(build_event(sample_build(), sample_verdicts()))) == "");
  CHECK(complaint(event("ci_run_statistics", to_json(test::sample_run_statistics()))) == "");
  CHECK(complaint(event("something_of_others", R"({"a":[1,{"b":null}]})")) == "");
}

TEST_CASE("the first thing that is wrong with a line is told with its place") {
  CHECK(complaint("") == "not JSON");
  CHECK(complaint("[1]") == "not a JSON object");
  CHECK(complaint(std::string(1'000'000, '[')) == "nested too deep");
  CHECK(complaint("{}") == "event_type: is missing");
  std::string line = event("x", "{}");
  line.replace(line.find("\"schema\":1"), 10, "\"schema\":2");
  CHECK(complaint(line) == "schema: is not 1");
  line = to_json(build_event(sample_build(), {}));
  line.replace(line.find("\"success\":false"), 15, "\"success\":\"no\"");
  CHECK(complaint(line) == "metadata.success: is neither of type boolean nor null");
  line = event("x", "{}");
  line.replace(line.find("1970-"), 5, "yest-");
  CHECK(complaint(line) == "timestamp: is not a time as in RFC 3339");
}

TEST_CASE("the documented types are asked for the keys that readers rely on") {
  CHECK(complaint(event("docker_cache_metrics", "{}")) == "metadata.cached_build_time: is missing");
  CHECK(complaint(event("ci_run_statistics", "{}")) == "metadata.schema: is missing");
  CHECK(complaint(event("multistage_build_analysis", "{}"))
        == "metadata.final_image_size: is missing");
  CHECK(complaint(event("deployment", "{}")) == "release_tag: is missing");
  for (const char* const type : {"container_stats", "container_monitoring", "health_monitoring"}) {
    CHECK(complaint(event(type, "{}")) == "container: is missing");
  }
  model::Event made;
  made.type = "container_stats";
  made.container = "web";
  made.metadata = R"({"cpu_percent":-1,"memory_usage":1,"memory_percent":2})";
  CHECK(complaint(to_json(made)) == "metadata.cpu_percent: is less than 0");
  made.metadata = R"({"cpu_percent":1,"memory_usage":1,"memory_percent":2})";
  CHECK(complaint(to_json(made)) == "");
}

TEST_CASE("a line of the deployment log is checked as one") {
  CHECK(complaint(deployment()) == "");
  CHECK(complaint(deployment(R"(,"trace_id":"CHORA-DEPLOY-2026-001")")) == "");
  CHECK(complaint(deployment(R"(,"trace_id":"CHORA-DEPLOY-2026-1")"))
            .starts_with("trace_id: does not look like"));
  CHECK(complaint(deployment(R"(,"trace_id":")" + std::string(100'000, '9') + "\""))
            .starts_with("trace_id: does not look like"));
  CHECK(complaint(deployment(R"(,"duration_seconds":-1)")) == "duration_seconds: is less than 0");
  CHECK(complaint(deployment(R"(,"services":["a",1])")) == "services[1]: is not of type string");
  CHECK(complaint(deployment(R"(,"environment":"moon")")).starts_with("environment: is none of"));
}

TEST_CASE("a complaint is one printable line whatever the keys are") {
  std::string line = event("x", "{}");
  line.replace(line.find("\"run\":{"), 7, "\"run\":{\"id\":7,");
  CHECK(complaint(line).find('\n') == std::string::npos);
}

TEST_CASE("what the events commands answer is what its schema describes") {
  const auto check = [](const std::string& text, const std::string& definition) {
    return complaints(text, "event-reports.schema.json", definition);
  };
  CHECK(check(to_json(model::AppendReport{.id = "i", .file = "f"}, 2), "append") == "");
  const model::Trouble trouble{.problem = "p", .hint = "h"};
  for (const bool full : {false, true}) {
    model::PublishReport publish;
    model::FetchReport fetch;
    model::CompactReport compact;
    model::ValidateReport validate{.good = 1, .bad = 1};
    if (full) {
      publish = {.url = "u",
                 .branch = "b",
                 .published = 1,
                 .pending = 2,
                 .spool_files = {"f"},
                 .commit = "c",
                 .pushes = 3,
                 .notes = {"n"},
                 .trouble = trouble};
      fetch = {.url = "u",
               .branch = "b",
               .tip = "t",
               .segments = 1,
               .fetched = 1,
               .removed = 1,
               .bytes = 5,
               .notes = {"n"},
               .trouble = trouble};
      compact = {.url = "u",
                 .branch = "b",
                 .days = 1,
                 .segments_before = 2,
                 .segments_after = 1,
                 .events = 3,
                 .doubles = 1,
                 .commit = "c",
                 .notes = {"n"},
                 .trouble = trouble};
      validate.findings = {{"f", 1, "r"}, {"f", 0, "r"}};
    }
    CHECK(check(to_json(publish, 2), "publish") == "");
    publish.knows_pending = false;
    CHECK(to_json(publish, -1).find(R"("pending":null)") != std::string::npos);
    CHECK(check(to_json(publish, 2), "publish") == "");
    CHECK(check(to_json(fetch, 2), "fetch") == "");
    CHECK(check(to_json(compact, 2), "compact") == "");
    CHECK(check(to_json(validate, 2), "validate") == "");
  }
}

} // namespace tidegate::codec
