// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/spool.hpp"
#include "adapters/eventlog/spool_cursor.hpp"
#include "codec/event_json.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sys/file.h>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

namespace fs = std::filesystem;

std::string event(int number, const char* day = "2026-11-21", std::size_t size = 0) {
  model::Event made;
  made.type = "thing";
  made.timestamp = util::parse_rfc3339(fmt::format("{}T10:00:00Z", day)).value();
  made.id = fmt::format("01KAHX4Q0S3T9FJ2M8V6C{:05d}", number);
  made.metadata = fmt::format(R"({{"text":"{}"}})", std::string(size, 'x'));
  return codec::to_json(made);
}

struct Rig {
  test::TempDir folder;
  EventLog log{folder.path() / "events", model::EventLayout::standard};
  Spool spool{folder.path() / "spool"};

  void append(const std::string& line) {
    REQUIRE(log.append("thing", util::parse_rfc3339("2026-11-21T10:00:00Z").value(), line));
  }

  Spool::Cut cut() {
    auto done = spool.cut(log);
    REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
    return *done;
  }

  // How often each line is in the spool.
  std::map<std::string, int> lines() {
    std::map<std::string, int> found;
    const auto names = spool.list().value();
    for (const std::string& name : names) {
      const auto segment = spool.read(name);
      REQUIRE(segment);
      for (std::string_view rest = segment->content; !rest.empty();
           rest.remove_prefix(rest.find('\n') + 1)) {
        ++found[std::string(rest.substr(0, rest.find('\n')))];
      }
    }
    return found;
  }

  bool each_once(int count) {
    const auto found = lines();
    return found.size() == static_cast<std::size_t>(count)
           && std::ranges::all_of(found, [](const auto& entry) { return entry.second == 1; });
  }
};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("each event of the log gets into the spool once, however often it is cut") {
  Rig rig;
  CHECK(rig.cut().events == 0);
  rig.append(event(1));
  rig.append(event(2));
  CHECK(rig.cut().events == 2);
  CHECK(rig.cut().events == 0);
  rig.append(event(3));
  CHECK(rig.cut().events == 1);
  CHECK(rig.each_once(3));
  CHECK(rig.spool.list()->size() == 2);
}

TEST_CASE("what left the spool does not come back") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  rig.spool.remove(rig.spool.list()->front());
  CHECK(rig.cut().events == 0);
  CHECK(rig.spool.list()->empty());
}

TEST_CASE("a segment holds events of one day and is about a megabyte at most") {
  Rig rig;
  rig.append(event(1, "2026-11-20"));
  rig.append(event(2, "2026-11-21"));
  rig.append(event(3, "2026-11-20"));
  rig.cut();
  CHECK(rig.spool.list()->size() == 2);
  for (int i = 4; i < 10; ++i) {
    rig.append(event(i, "2026-11-22", 400'000));
  }
  rig.cut();
  const auto names = rig.spool.list().value();
  for (const std::string& name : names) {
    CHECK(rig.spool.read(name)->content.size() <= usual_segment);
  }
  CHECK(rig.each_once(9));
}

TEST_CASE("damaged lines stay in the log and are told with their place, once") {
  Rig rig;
  rig.append(event(1));
  rig.append("{\"event_type\":");
  rig.append("[]");
  rig.append(event(2));
  const auto cut = rig.cut();
  CHECK(cut.events == 2);
  REQUIRE(cut.damage.size() == 2);
  CHECK(cut.damage[0].starts_with("2026-11.jsonl: byte "));
  CHECK(cut.damage[0].ends_with("not JSON"));
  CHECK(rig.each_once(2));
  CHECK(rig.cut().damage.empty());
}

// What a killed cut leaves is made by hand here: the drafts, with the cursor before or after them.
TEST_CASE("a cut that was killed before its cursor was written begins again") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  const std::string cursor = text_of(rig.spool.folder() / "cursor");
  const auto before = rig.spool.list().value();
  rig.append(event(2));
  rig.cut();
  const auto names = rig.spool.list().value();
  for (const std::string& name : names) {
    if (std::ranges::find(before, name) == before.end()) {
      fs::rename(rig.spool.folder() / name, rig.spool.folder() / (name + ".new"));
    }
  }
  std::ofstream(rig.spool.folder() / "cursor") << cursor;
  rig.append(event(3));
  CHECK(rig.each_once(1));
  CHECK(rig.cut().events == 2);
  CHECK(rig.each_once(3));
}

TEST_CASE("a cut that was killed after its cursor was written is finished") {
  Rig rig;
  rig.append(event(1));
  rig.append(event(2, "2026-11-20"));
  rig.cut();
  const auto names = rig.spool.list().value();
  for (const std::string& name : names) {
    fs::rename(rig.spool.folder() / name, rig.spool.folder() / (name + ".new"));
  }
  rig.append(event(3));
  CHECK(rig.cut().events == 1);
  CHECK(rig.each_once(3));
}

TEST_CASE("what a killed write left behind goes away") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  std::ofstream(rig.spool.folder() / ".cursor.0123456789abcdef") << "x";
  std::ofstream(rig.spool.folder() / (".01KAHX4Q0S3T9FJ2M8V6C00001-0123456789abcdef.jsonl.new.01"))
      << "x";
  rig.cut();
  for (const auto& entry : fs::directory_iterator(rig.spool.folder())) {
    CHECK_FALSE(entry.path().filename().string().starts_with("."));
  }
}

TEST_CASE("a spool that does not know how far the log was cut is unsure until it is told") {
  Rig rig;
  rig.append(event(1));
  CHECK(rig.cut().unsure);
  CHECK(rig.cut().unsure);
  REQUIRE(rig.spool.settle());
  CHECK_FALSE(rig.cut().unsure);
  rig.append(event(2));
  CHECK_FALSE(rig.cut().unsure);
  std::ofstream(rig.spool.folder() / "cursor") << "nonsense\n";
  CHECK(rig.cut().unsure);
}

TEST_CASE("a log file that was replaced makes the spool unsure") {
  Rig rig;
  rig.append(event(1));
  rig.append(event(2));
  rig.cut();
  REQUIRE(rig.spool.settle());
  std::ofstream(rig.folder.path() / "events/2026-11.jsonl") << event(3) << "\n";
  const auto cut = rig.cut();
  CHECK(cut.events == 1);
  CHECK(cut.unsure);
}

TEST_CASE("a log file that was replaced by one with as long lines is cut from its beginning") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  REQUIRE(rig.spool.settle());
  std::ofstream(rig.folder.path() / "events/2026-11.jsonl") << event(2) << "\n" << event(3) << "\n";
  const auto cut = rig.cut();
  CHECK(cut.events == 2);
  CHECK(cut.unsure);
  CHECK(rig.each_once(3));
}

TEST_CASE("two logs with one spool have a cursor each") {
  Rig rig;
  EventLog other(rig.folder.path() / "others", model::EventLayout::standard);
  const auto append_to_other = [&](int number) {
    REQUIRE(
        other.append("thing", util::parse_rfc3339("2026-11-21T10:00:00Z").value(), event(number)));
  };
  rig.append(event(1));
  append_to_other(2);
  append_to_other(3);
  CHECK(rig.cut().events == 1);
  REQUIRE(rig.spool.settle());
  const auto cut = rig.spool.cut(other);
  REQUIRE(cut);
  CHECK(cut->events == 2);
  CHECK(cut->unsure);
  REQUIRE(rig.spool.settle());
  rig.append(event(4));
  append_to_other(5);
  CHECK(rig.cut().events == 1);
  CHECK(rig.spool.cut(other)->events == 1);
  CHECK_FALSE(rig.cut().unsure);
  CHECK(rig.each_once(5));
}

TEST_CASE("a file in the spool that is not what its name says is no segment") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  const std::string name = rig.spool.list()->front();
  std::ofstream(rig.spool.folder() / name, std::ios::app) << event(2) << "\n";
  CHECK_FALSE(rig.spool.read(name));
}

TEST_CASE("a spool that is a symbolic link is refused") {
  Rig rig;
  const test::TempDir elsewhere;
  fs::create_directory_symlink(elsewhere.path(), rig.folder.path() / "spool");
  rig.append(event(1));
  CHECK_FALSE(rig.spool.cut(rig.log));
  CHECK(fs::is_empty(elsewhere.path()));
}

TEST_CASE("segments in the spool that are links are passed over") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  const std::string name = rig.spool.list()->front();
  fs::rename(rig.spool.folder() / name, rig.folder.path() / "elsewhere");
  fs::create_symlink(rig.folder.path() / "elsewhere", rig.spool.folder() / name);
  CHECK(rig.spool.list()->empty());
  CHECK_FALSE(rig.spool.read(name));
}

TEST_CASE("a lock that another process holds is told, and the log is as it was") {
  Rig rig;
  rig.append(event(1));
  rig.cut();
  rig.append(event(2));
  const int held = open((rig.spool.folder() / "lock").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(flock(held, LOCK_EX) == 0);
  Spool impatient(rig.spool.folder(), std::chrono::milliseconds(20));
  CHECK_FALSE(impatient.cut(rig.log));
  close(held);
  CHECK(rig.cut().events == 1);
  CHECK(rig.each_once(2));
}

TEST_CASE("events can be taken out of a segment, which then has another name") {
  Rig rig;
  rig.append(event(1));
  rig.append(event(2));
  rig.cut();
  const std::string name = rig.spool.list()->front();
  REQUIRE(rig.spool.replace(name, event(2) + "\n"));
  CHECK(rig.lines() == std::map<std::string, int>{{event(2), 1}});
  REQUIRE(rig.spool.replace(rig.spool.list()->front(), ""));
  CHECK(rig.spool.list()->empty());
}

} // namespace tidegate::eventlog
