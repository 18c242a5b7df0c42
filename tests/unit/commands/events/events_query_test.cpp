// SPDX-License-Identifier: Apache-2.0
#include "commands/events/events.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace tidegate::commands {
namespace {

struct Rig {
  test::TempDir folder;
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;

  void put(const std::string& lines) const {
    std::filesystem::create_directories(folder.path() / "events");
    std::ofstream(folder.path() / "events/2026-11.jsonl") << lines;
  }

  std::string newest(int count) {
    EventsQueryOptions options;
    options.settings.events_dir = (folder.path() / "events").string();
    options.limit = count;
    REQUIRE(run_events_query(
        options, {.process = process, .http = http, .clock = clock, .environment = environment}));
    return environment.written_out;
  }
};

std::string event(const char* time, const char* id, int number) {
  return fmt::format(
      R"({{"event_type":"thing","timestamp":"{}",{}"schema":1,"metadata":{{"n":{}}}}})"
      "\n",
      time,
      id,
      number);
}

} // namespace

TEST_CASE("the newest events are told by their time, not by how it is written") {
  Rig rig;
  rig.put(event("2026-11-21T05:00:00Z", R"("id":"a",)", 1)
          + event("2026-11-21T10:00:00+09:00", R"("id":"b",)", 2)
          + event("2026-11-21T05:00:00.500Z", R"("id":"c",)", 3));
  const std::string told = rig.newest(2);
  CHECK(told.find(R"({"n":1})") < told.find(R"({"n":3})"));
  CHECK(told.find(R"({"n":3})") != std::string::npos);
  CHECK(told.find(R"({"n":2})") == std::string::npos);
}

TEST_CASE("events of one moment without ids are all told") {
  Rig rig;
  rig.put(event("2026-11-21T05:00:00Z", "", 1) + event("2026-11-21T05:00:00Z", "", 2));
  const std::string told = rig.newest(5);
  CHECK(told.find(R"({"n":1})") < told.find(R"({"n":2})"));
  CHECK(told.find(R"({"n":2})") != std::string::npos);
}

} // namespace tidegate::commands
