// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"
#include "codec/event_json.hpp"
#include "commands/ledger.hpp"
#include "support/rich_build.hpp"
#include "support/temp_dir.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

struct Rig {
  test::TempDir folder;

  [[nodiscard]] model::Settings settings() const {
    model::Settings settings;
    settings.events_dir = (folder.path() / "events").string();
    settings.store = (folder.path() / "history.db").string();
    return settings;
  }

  // The log holds these builds and no others; each has the same length.
  void put(const std::string& last_letters) const {
    std::filesystem::create_directories(folder.path() / "events");
    std::ofstream log(folder.path() / "events/2026-11.jsonl");
    for (const char letter : last_letters) {
      model::Build build = test::rich_build();
      build.id = std::string("01KBJ00000000000000000000") + letter;
      log << codec::to_json(codec::build_event(build, {})) << "\n";
    }
  }

  [[nodiscard]] std::size_t new_builds() const {
    auto reading = Ledger(settings()).open();
    REQUIRE(reading);
    return reading->builds;
  }
};

} // namespace

TEST_CASE("a log is read on where it was left") {
  const Rig rig;
  rig.put("A");
  CHECK(rig.new_builds() == 1);
  CHECK(rig.new_builds() == 0);
  rig.put("AB");
  CHECK(rig.new_builds() == 1);
}

TEST_CASE("a log that was replaced by one with as long lines is read from its beginning") {
  const Rig rig;
  rig.put("A");
  CHECK(rig.new_builds() == 1);
  rig.put("BC");
  CHECK(rig.new_builds() == 2);
  const auto newest = [&] {
    Ledger ledger(rig.settings());
    REQUIRE(ledger.open());
    return ledger.newest(10).value().size();
  };
  CHECK(newest() == 3);
}

namespace {

const model::MetricValue build_time{
    .metric = {.kind = model::MetricKind::build_time}, .situation = {}, .value = 0};

// A build of a series of one metric without a situation: so many seconds, at that minute.
model::Build plain_build(int minute, const std::string& ref) {
  model::Build build;
  build.id = fmt::format("01KBJ0000000000000000000{:02}", minute);
  build.started = Time(std::chrono::minutes(minute));
  build.outcome = model::Outcome::success;
  build.duration = Seconds(minute);
  build.run.ref = ref;
  return build;
}

std::string line_of(const model::Build& build) {
  return codec::to_json(codec::build_event(build, {})) + "\n";
}

std::string bless_line(const std::string& id, const std::string& metadata) {
  model::Event event;
  event.type = "bless";
  event.id = id;
  event.timestamp = Time(std::chrono::minutes(5));
  event.metadata = metadata;
  return codec::to_json(event) + "\n";
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::app) << text;
}

std::vector<double> values_of(Ledger& ledger, const model::Build& build) {
  const auto past = ledger.metric_past(build, build_time, 100);
  REQUIRE(past);
  std::vector<double> values;
  for (const auto& point : past->points) {
    values.push_back(point.value);
  }
  return values;
}

} // namespace

TEST_CASE("a metric has a past of the builds of the log that are a measure for others") {
  const Rig rig;
  model::Build failed_build = plain_build(3, "main");
  failed_build.outcome = model::Outcome::failure;
  model::Build rebuilt = plain_build(4, "main");
  rebuilt.rebuilt.emplace().without = "export";
  model::Build again = plain_build(2, "main");
  again.remeasured = {
      {.duration = Seconds(9), .values = {{build_time.metric, {}, 1.5}}, .failure = {}}};
  write(rig.folder.path() / "events/1970-01.jsonl",
        line_of(plain_build(1, "main")) + line_of(again) + line_of(failed_build)
            + line_of(rebuilt));
  Ledger ledger(rig.settings());
  REQUIRE(ledger.open());
  const auto past = ledger.metric_past(plain_build(9, "main"), build_time, 100);
  REQUIRE(past);
  REQUIRE(past->points.size() == 2);
  CHECK_FALSE(past->points[0].again);
  CHECK(past->points[1].again == 1.5);
}

TEST_CASE("the past of a pull request is that of its base branch up to where it left it") {
  const Rig rig;
  write(rig.folder.path() / "events/1970-01.jsonl",
        line_of(plain_build(1, "main")) + line_of(plain_build(2, "pull"))
            + line_of(plain_build(3, "main")) + line_of(plain_build(4, "main")));
  Ledger ledger(rig.settings());
  REQUIRE(ledger.open());
  model::Build build = plain_build(9, "pull");
  CHECK(values_of(ledger, build) == std::vector<double>{1, 2, 3, 4});
  build.baseline = model::Baseline{.id = {},
                                   .started = Time(std::chrono::minutes(3)),
                                   .sha = {},
                                   .ref = "main",
                                   .merge_base = "abc"};
  CHECK(values_of(ledger, build) == std::vector<double>{1, 3});
}

TEST_CASE("acceptances of the log and of the branch count, each once, and damaged ones are told") {
  const Rig rig;
  const std::string good = bless_line("01A", R"({"metric":"build-time","reason":"meant"})");
  write(rig.folder.path() / "events/1970-01.jsonl",
        good + bless_line("01B", R"({"metric":"speed"})") + line_of(plain_build(1, "main")));
  const auto segment = eventlog::make_segment(
      good + bless_line("01C", R"({"metric":"build-time","thing":{"job":"another"}})")
      + bless_line("01D", R"({"metric":"build-time","thing":{"job":""}})"));
  REQUIRE(segment);
  write(rig.folder.path() / "events/branch" / segment->path, segment->content);
  Ledger ledger(rig.settings());
  const auto reading = ledger.open();
  REQUIRE(reading);
  REQUIRE(reading->damage.size() == 1);
  CHECK(reading->damage.front().find("metadata.metric") != std::string::npos);
  const auto past = ledger.metric_past(plain_build(9, "main"), build_time, 100);
  REQUIRE(past);
  CHECK(past->points.size() == 1);
  std::vector<std::string> ids;
  for (const auto& acceptance : past->accepted) {
    ids.push_back(acceptance.event_id);
  }
  CHECK(util::join(ids, " ") == "01A 01D");
}

namespace {

bool tells(const Ledger::Reading& reading, const std::string& text) {
  return std::ranges::any_of(reading.damage, [&text](const std::string& line) {
    return line.find(text) != std::string::npos;
  });
}

Ledger::Reading opened(const Rig& rig, bool from_scratch = false) {
  auto reading = Ledger(rig.settings()).open(from_scratch);
  REQUIRE(reading);
  return std::move(*reading);
}

} // namespace

TEST_CASE("a damaged line is told for as long as the history stands") {
  const Rig rig;
  const auto file = rig.folder.path() / "events/1970-01.jsonl";
  write(file, "{torn\n" + line_of(plain_build(1, "main")));
  CHECK(tells(opened(rig), "1970-01.jsonl: byte 0: event: not JSON"));
  const auto again = opened(rig);
  CHECK(again.passed_over == 0);
  CHECK(tells(again, "1970-01.jsonl: 1 line damaged and left out"));
}

TEST_CASE("a log that was cut, or is gone, is told until the history is made again") {
  const Rig rig;
  const auto file = rig.folder.path() / "events/1970-01.jsonl";
  write(file, line_of(plain_build(1, "main")) + line_of(plain_build(2, "main")));
  CHECK(opened(rig).damage.empty());
  std::filesystem::resize_file(file, 0);
  CHECK(tells(opened(rig), "was cut or replaced"));
  write(file, line_of(plain_build(3, "main")));
  CHECK(tells(opened(rig), "was cut or replaced"));
  CHECK(tells(opened(rig), "was cut or replaced"));
  CHECK(opened(rig, true).damage.empty());
  std::filesystem::remove(file);
  CHECK(tells(opened(rig), "is no longer in the event log"));
  CHECK(opened(rig, true).damage.empty());
}

TEST_CASE("of two builds with one id the second is told, and an event that comes twice is not") {
  const Rig rig;
  const auto file = rig.folder.path() / "events/1970-01.jsonl";
  const auto first = plain_build(1, "main");
  write(file, line_of(first) + line_of(first));
  CHECK(opened(rig).damage.empty());
  auto other = plain_build(2, "main");
  other.id = first.id;
  write(file, line_of(other));
  CHECK(tells(opened(rig), "the id is that of another build"));
}

TEST_CASE("an acceptance from the future does not count") {
  const Rig rig;
  write(rig.folder.path() / "events/1970-01.jsonl",
        bless_line("01A", R"({"metric":"build-time"})") + line_of(plain_build(1, "main")));
  const auto accepted_at = [&rig](Time now) {
    Ledger ledger(rig.settings(), now);
    const auto reading = ledger.open(true);
    REQUIRE(reading);
    const auto past = ledger.metric_past(plain_build(9, "main"), build_time, 100);
    REQUIRE(past);
    CHECK(tells(*reading, "accepted in the future") == past->accepted.empty());
    return past->accepted.size();
  };
  CHECK(accepted_at(Time(std::chrono::minutes(5))) == 1);
  CHECK(accepted_at(Time(-std::chrono::hours(23))) == 1); // clocks differ
  CHECK(accepted_at(Time(-std::chrono::hours(48))) == 0);
}

TEST_CASE(
    "a history that forgot where it was reads a damaged log again, and says that it was long") {
  const Rig rig;
  std::string log = "{torn\n" + bless_line("01A", R"({"metric":"build-time"})");
  for (int n = 0; n < 1000; ++n) {
    model::Build build = plain_build(1, "main");
    build.id = fmt::format("01KBJ00000000000000000{:04}", n);
    log += line_of(build) + (n == 500 ? "not JSON\n" : "");
  }
  write(rig.folder.path() / "events/1970-01.jsonl", log);
  Ledger ledger(rig.settings());
  const auto reading = ledger.open();
  REQUIRE(reading);
  CHECK(reading->builds == 1000);
  CHECK(reading->damage.size() == 2);
  CHECK(ledger.notice().find("1000 builds of the event log were new") != std::string::npos);
  CHECK(ledger.metric_past(model::Build{}, build_time, 5000)->points.size() == 1000);
  Ledger second(rig.settings());
  REQUIRE(second.open());
  CHECK(second.notice().empty());
}

} // namespace tidegate::commands
