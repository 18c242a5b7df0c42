// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/held_event.hpp"
#include "codec/event_json.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/eventlog/log_files.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace tidegate::eventlog {
namespace {

model::Event event_called(const char* id) {
  model::Event event;
  event.type = "docker_build";
  event.timestamp = november();
  event.id = id;
  return event;
}

} // namespace

TEST_CASE("what a killed process held becomes a line of the log, once") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard);
  const auto event = event_called("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CHECK(exit_status_of(start_child([&] {
          const auto held = HeldEvent::hold(temp.path(), event);
          return held && kill(getpid(), SIGKILL) == 0 ? 0 : 1;
        }))
        == -SIGKILL);
  CHECK(lines_of(log).empty());
  CHECK(take_over_held(log).empty());
  CHECK(lines_of(log) == std::vector<std::string>{codec::to_json(event)});
  CHECK(files_in(temp.path() / "held").empty());
  CHECK(take_over_held(log).empty());
  CHECK(lines_of(log).size() == 1);
}

TEST_CASE("what a living process holds is its own") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard);
  auto held = HeldEvent::hold(temp.path(), event_called("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
  REQUIRE(held.has_value());
  CHECK(take_over_held(log).empty());
  CHECK(lines_of(log).empty());
  held->release();
  CHECK(files_in(temp.path() / "held").empty());
}

TEST_CASE("of many held events a run takes over a hundred, and says that there are more") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard);
  for (int i = 0; i < 150; ++i) {
    const auto id = fmt::format("01ARZ3NDEKTSV4RRFFQ69G{:04}", i);
    REQUIRE(HeldEvent::hold(temp.path(), event_called(id.c_str())).has_value());
  }
  const auto problems = take_over_held(log);
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().find("holds more than 100 events; the next run goes on with them")
        != std::string::npos);
  CHECK(lines_of(log).size() == 100);
  CHECK(take_over_held(log).empty());
  CHECK(lines_of(log).size() == 150);
}

TEST_CASE("a held event that the log has already only goes away") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard);
  const auto event = event_called("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  REQUIRE(log.append(event.type, event.timestamp, codec::to_json(event)).has_value());
  REQUIRE(HeldEvent::hold(temp.path(), event).has_value());
  CHECK(take_over_held(log).empty());
  CHECK(lines_of(log).size() == 1);
  CHECK(files_in(temp.path() / "held").empty());
}

TEST_CASE("what is no held event is told and stays, and links are not followed") {
  const test::TempDir temp;
  EventLog log(temp.path() / "log", standard);
  put(temp.path() / "log/held/a.jsonl", "{\"event_type\":\n");
  const auto problems = take_over_held(log);
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().find("held/a.jsonl: no event: ") != std::string::npos);
  CHECK(content_of(temp.path() / "log/held/a.jsonl") == "{\"event_type\":\n");

  const auto event = codec::to_json(event_called("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
  put(temp.path() / "elsewhere/b.jsonl", event + "\n");
  std::filesystem::remove_all(temp.path() / "log/held");
  std::filesystem::create_directory_symlink(temp.path() / "elsewhere", temp.path() / "log/held");
  CHECK(take_over_held(log).empty());
  CHECK(lines_of(log).empty());
  CHECK(content_of(temp.path() / "elsewhere/b.jsonl") == event + "\n");
  CHECK_FALSE(HeldEvent::hold(log.folder(), event_called("01ARZ3NDEKTSV4RRFFQ69G5FAV")));
}

} // namespace tidegate::eventlog
