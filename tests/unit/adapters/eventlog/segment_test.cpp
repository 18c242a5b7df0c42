// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment.hpp"
#include "adapters/eventlog/segment_files.hpp"
#include "codec/event_json.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

namespace tidegate::eventlog {
namespace {

constexpr const char* ulid = "01KAHX4Q0S3T9FJ2M8V6C5B7DN";

std::string line(const std::string& id = ulid, const char* time = "2026-11-21T02:04:31.507Z") {
  model::Event event;
  event.type = "thing";
  event.timestamp = util::parse_rfc3339(time).value();
  event.id = id;
  return codec::to_json(event) + "\n";
}

Segment segment(const std::string& content) {
  const auto made = make_segment(content);
  REQUIRE_MESSAGE(made, (made ? "" : made.error().message));
  return *made;
}

} // namespace

TEST_CASE("a segment's name and place say what is in it") {
  const std::string content = line() + line("01KAHX4Q0S3T9FJ2M8V6C5B7DP");
  const Segment made = segment(content);
  const std::string hash = short_hash(content, 16);
  CHECK(made.events == 2);
  CHECK(made.name == std::string(ulid) + "-" + hash + ".jsonl");
  CHECK(made.path == std::string("events/2026/11/21/") + hash[0] + "/" + hash[1] + "/" + made.name);
  CHECK(is_segment_name(made.name));
  CHECK(is_segment_path(made.path));
  CHECK(day_of(made.path) == "2026-11-21");
  CHECK(has_name(content, made.path));
  CHECK_FALSE(has_name(content + line(), made.path));
}

TEST_CASE("an event whose id is no ULID gets a place by its time and text") {
  const Segment made = segment(line("deploy-17"));
  CHECK(is_segment_path(made.path));
  CHECK(segment(line("deploy-17")).name == made.name);
  CHECK(segment(line("deploy-18")).name != made.name);
  // The first ten digits of a ULID are the time.
  CHECK(made.name.substr(0, 10) == mark_of(line("x")).value().ulid.substr(0, 10));
}

TEST_CASE("what is no event makes no segment") {
  CHECK_FALSE(make_segment("{}\n"));
  CHECK_FALSE(make_segment("\n"));
  CHECK_FALSE(make_segment(line().substr(0, 40)));
  CHECK_FALSE(make_segment(""));
}

TEST_CASE("only names of segments are names of segments") {
  const Segment made = segment(line());
  for (std::string path : {made.path + "x",
                           "x" + made.path,
                           made.name,
                           std::string("events/../") + made.name,
                           "events/2026/11/21/../" + made.name,
                           std::string("events")}) {
    CAPTURE(path);
    CHECK_FALSE(is_segment_path(path));
  }
  std::string elsewhere = made.path;
  elsewhere[18] = elsewhere[18] == 'a' ? 'b' : 'a'; // not the hash's own folder
  CHECK_FALSE(is_segment_path(elsewhere));
  std::string other = made.name;
  other[3] = 'I'; // no digit of a ULID
  CHECK_FALSE(is_segment_name(other));
}

TEST_CASE("the folders on the way to a segment are known, others are not") {
  for (const char* const folder : {"events",
                                   "events/2026",
                                   "events/2026/11",
                                   "events/2026/11/21",
                                   "events/2026/11/21/a",
                                   "events/2026/11/21/a/0"}) {
    CHECK(is_segment_folder(folder));
  }
  for (const char* const folder : {"",
                                   "event",
                                   "events/",
                                   "events/20",
                                   "events/2026/1",
                                   "events/2026/11/21/g",
                                   "events/2026/11/21/a/0/0",
                                   "src",
                                   "events/.."}) {
    CAPTURE(folder);
    CHECK_FALSE(is_segment_folder(folder));
  }
}

TEST_CASE("a fetched segment is found, read and dropped by its path") {
  const test::TempDir folder;
  SegmentFiles files(folder.path() / "branch");
  CHECK(files.list() == std::vector<std::string>{});
  const std::string content = line();
  const Segment made = segment(content);
  REQUIRE(files.keep(made.path, content));
  CHECK(files.list() == std::vector<std::string>{made.path});
  CHECK(files.read(made.path) == content);
  files.drop(made.path);
  CHECK(files.list() == std::vector<std::string>{});
}

TEST_CASE("a fetched segment that somebody changed is not read") {
  const test::TempDir folder;
  SegmentFiles files(folder.path());
  const Segment made = segment(line());
  REQUIRE(files.keep(made.path, made.content));
  std::ofstream(folder.path() / made.path, std::ios::app) << "{}\n";
  CHECK_FALSE(files.read(made.path));
}

TEST_CASE("no symbolic link among fetched segments is followed") {
  const test::TempDir folder;
  const test::TempDir elsewhere;
  const Segment made = segment(line());
  SegmentFiles outside(elsewhere.path());
  REQUIRE(outside.keep(made.path, made.content));
  SegmentFiles files(folder.path() / "branch");
  std::filesystem::create_directory(folder.path() / "branch");
  std::filesystem::create_directory_symlink(elsewhere.path() / "events",
                                            folder.path() / "branch/events");
  CHECK(files.list() == std::vector<std::string>{});
  CHECK_FALSE(files.keep(made.path, made.content));
  std::filesystem::create_directory_symlink(elsewhere.path(), folder.path() / "all");
  CHECK_FALSE(SegmentFiles(folder.path() / "all").keep(made.path, made.content));
}

TEST_CASE("a revision stands for what was fetched until it changes") {
  const test::TempDir folder;
  SegmentFiles files(folder.path() / "branch");
  CHECK(files.revision() == 0);
  REQUIRE(files.begin_change());
  CHECK(files.revision() == 0);
  REQUIRE(files.end_change("one"));
  const auto one = files.revision();
  CHECK(one != 0);
  REQUIRE(files.begin_change());
  CHECK(files.revision() == 0);
  REQUIRE(files.end_change("two"));
  CHECK(files.revision() != one);
}

} // namespace tidegate::eventlog
