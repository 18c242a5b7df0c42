// SPDX-License-Identifier: Apache-2.0
#include "codec/run_statistics_json.hpp"
#include "support/sample_run_statistics.hpp"
#include "unit/codec/schema_check.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace tidegate::codec {

TEST_CASE("statistics of runs are what their schema describes, key by key") {
  CHECK(complaints(to_json(test::sample_run_statistics()), "run-statistics.schema.json") == "");
  CHECK(complaints(to_json(model::RunStatistics{}), "run-statistics.schema.json") == "");
  model::RunStatistics empty;
  empty.windows.emplace_back();
  CHECK(complaints(to_json(empty), "run-statistics.schema.json") == "");
}

TEST_CASE("every word of statistics of runs is in their schema") {
  for (const auto by : {model::Grouping::workflow,
                        model::Grouping::job,
                        model::Grouping::branch,
                        model::Grouping::event}) {
    model::RunStatistics made = test::sample_run_statistics();
    made.by = by;
    CHECK(complaints(to_json(made), "run-statistics.schema.json") == "");
  }
  for (const auto phase :
       {model::JobPhase::set_up, model::JobPhase::build, model::JobPhase::tear_down}) {
    model::RunStatistics made = test::sample_run_statistics();
    made.windows[0].slowest_by_p50[0].phase = phase;
    CHECK(complaints(to_json(made), "run-statistics.schema.json") == "");
  }
  std::string wrong = to_json(test::sample_run_statistics());
  wrong.replace(wrong.find("\"re_run\""), 8, "\"re_ran\"");
  CHECK(complaints(wrong, "run-statistics.schema.json")
        == "/windows/0/runs: lacks \"re_run\"\n/windows/0/runs/re_ran: is not in the schema");
}

TEST_CASE("the event of statistics holds exactly their JSON") {
  const auto statistics = test::sample_run_statistics();
  const model::Event event = run_statistics_event(statistics);
  CHECK(event.type == "ci_run_statistics");
  CHECK(event.timestamp == statistics.now);
  CHECK(event.metadata == to_json(statistics));
}

TEST_CASE("spans of time that are missing are told with their ends") {
  model::RunStatistics made;
  made.missing_spans = {{.first = Time(std::chrono::seconds(60)), .last = std::nullopt},
                        {.first = Time(), .last = Time(std::chrono::seconds(9))}};
  CHECK(complaints(to_json(made), "run-statistics.schema.json") == "");
  const auto spans = nlohmann::json::parse(to_json(made))["missing_spans"];
  CHECK(spans[0]["last"].is_null());
  CHECK(spans[1]["last"] == "1970-01-01T00:00:09.000Z");
}

TEST_CASE("figures without data are null, not zero") {
  model::RunStatistics empty;
  empty.windows.emplace_back();
  const auto json = nlohmann::json::parse(to_json(empty));
  const auto& runs = json["windows"][0]["runs"];
  CHECK(runs["count"] == 0);
  CHECK(runs["success_rate"].is_null());
  CHECK(runs["re_run_rate"].is_null());
  CHECK(runs["duration_seconds"]["p50"].is_null());
  CHECK(runs["duration_seconds"]["total"].is_null());
  CHECK(json["filter"]["branch"].is_null());
}

TEST_CASE("figures are written with their values") {
  const auto json = nlohmann::json::parse(to_json(test::sample_run_statistics(), 2));
  CHECK(json["by"] == "workflow");
  CHECK(json["now"] == "2026-11-21T08:00:00.000Z");
  const auto& window = json["windows"][0];
  CHECK(window["name"] == "24 h");
  CHECK(window["runs"]["success_rate"] == 0.75);
  CHECK(window["runs"]["queued_seconds"]["p95"] == 6.0);
  CHECK(window["phase_seconds"]["tear_down"]["left_out"] == 2);
  CHECK(window["slowest_steps_by_p50"][0]["phase"] == "build");
  CHECK(window["flaky_jobs"][0]["last_run"] == 77);
}

TEST_CASE("bytes that are no text do not break the JSON") {
  model::RunStatistics made = test::sample_run_statistics();
  made.windows[0].groups[0].name = "a\xFF\x1B[31m";
  CHECK(complaints(to_json(made), "run-statistics.schema.json") == "");
}

} // namespace tidegate::codec
