// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/event_log.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/eventlog/log_files.hpp"

#include <algorithm>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <random>
#include <sched.h>
#include <set>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>

namespace tidegate::eventlog {
namespace {

using std::chrono::milliseconds;

constexpr int cannot_mount = 77;

std::string numbered(int writer, int number, std::size_t fill) {
  return "{\"writer\":" + std::to_string(writer) + ",\"number\":" + std::to_string(number)
         + ",\"fill\":\"" + std::string(fill, 'x') + "\"}";
}

// 0 where it could be mounted at `place`, in a mount namespace of the calling process alone.
int mount_small_disk(const std::filesystem::path& place) {
  if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
      || mount("tmpfs", place.c_str(), "tmpfs", 0, "size=64k") != 0) {
    return cannot_mount;
  }
  return 0;
}

bool all_lines_whole(const std::filesystem::path& file) {
  const std::string content = content_of(file);
  return !content.empty() && content.ends_with("\"}\n")
         && std::ranges::count(content, '\n') == std::ranges::count(content, '{');
}

// The number of the first thing that is not as it should be; 0: all is well.
int fill_the_disk(const std::filesystem::path& place) {
  if (mount_small_disk(place) != 0) {
    return cannot_mount;
  }
  put(place / "filler", std::string(20'000, 'f'));
  EventLog log(place / "events", standard);
  int number = 0;
  auto appended = log.append("docker_build", november(), numbered(0, number, 3000));
  while (appended && number < 100) {
    appended = log.append("docker_build", november(), numbered(0, ++number, 3000));
  }
  if (appended || number < 5) {
    return 1;
  }
  const Error& error = appended.error();
  if (error.kind != Error::Kind::external
      || error.message.find("2026-11.jsonl") == std::string::npos
      || error.message.find("No space left") == std::string::npos || error.hint.empty()) {
    return 2;
  }
  const auto whole = static_cast<std::size_t>(number);
  if (!all_lines_whole(place / "events/2026-11.jsonl") || lines_of(log).size() != whole) {
    return 3;
  }
  std::filesystem::remove(place / "filler");
  appended = log.append("docker_build", november(), numbered(0, number, 3000));
  return appended && appended->notice.empty() && lines_of(log).size() == whole + 1 ? 0 : 4;
}

int write_read_only(const std::filesystem::path& place) {
  if (mount_small_disk(place) != 0) {
    return cannot_mount;
  }
  EventLog log(place, standard);
  if (!log.append("docker_build", november(), "{}")
      || mount(nullptr, place.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) {
    return 1;
  }
  const auto appended = log.append("docker_build", november(), "{}");
  const auto below = EventLog(place / "more", standard).append("docker_build", november(), "{}");
  const bool named = !appended
                     && appended.error().message.find("2026-11.jsonl") != std::string::npos
                     && appended.error().message.find("Read-only") != std::string::npos;
  const bool named_below = !below && below.error().message.find("Read-only") != std::string::npos
                           && below.error().message.find("more") != std::string::npos;
  return named && named_below && lines_of(log).size() == 1 ? 0 : 2;
}

// Writes of more than 2500 bytes in all are cut short by the kernel.
int write_beyond_the_limit(const std::filesystem::path& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit small{2500, limit.rlim_max};
  if (setrlimit(RLIMIT_FSIZE, &small) != 0) {
    return 1;
  }
  EventLog log(folder, standard);
  bool good = log.append("docker_build", november(), numbered(0, 1, 960)).has_value()
              && log.append("docker_build", november(), numbered(0, 2, 960)).has_value();
  const std::string before = content_of(folder / "2026-11.jsonl");
  const auto cut = log.append("docker_build", november(), numbered(0, 3, 960));
  good = good && !cut && cut.error().kind == Error::Kind::external
         && content_of(folder / "2026-11.jsonl") == before;
  setrlimit(RLIMIT_FSIZE, &limit);
  return good && log.append("docker_build", november(), numbered(0, 3, 960)).has_value() ? 0 : 2;
}

void report(int status, const char* what) {
  if (status == cannot_mount) {
    MESSAGE("not run: ", what, " needs the right to mount a file system");
  } else {
    CHECK(status == 0);
  }
}

} // namespace

TEST_CASE("eight processes that append at once lose and mix nothing") {
  constexpr int writers = 8;
  constexpr int events = 200;
  const test::TempDir temp;
  std::vector<pid_t> children;
  for (int writer = 0; writer < writers; ++writer) {
    children.push_back(start_child([&temp, writer] {
      EventLog log(temp.path() / "events", standard, std::chrono::minutes(2));
      for (int number = 0; number < events; ++number) {
        if (!log.append("docker_build", november(), numbered(writer, number, 700))) {
          return 1;
        }
      }
      return 0;
    }));
  }
  for (const pid_t child : children) {
    CHECK(exit_status_of(child) == 0);
  }
  const auto lines = lines_of(EventLog(temp.path() / "events", standard));
  const std::set<std::string> unique(lines.begin(), lines.end());
  CHECK(lines.size() == writers * events);
  std::set<std::string> expected;
  for (int i = 0; i < writers * events; ++i) {
    expected.insert(numbered(i / events, i % events, 700));
  }
  CHECK(unique == expected);
  CHECK(files_in(temp.path() / "events").size() == 1);
}

TEST_CASE("a writer killed at any moment leaves a log whose every line is whole") {
  const test::TempDir temp;
  std::mt19937 random(11); // NOLINT(bugprone-random-generator-seed,cert-*): the same each run
  EventLog log(temp.path(), standard);
  constexpr std::size_t fill = 300'000; // long enough to be killed within one write
  for (int round = 0; round < 30; ++round) {
    const pid_t child = start_child([&temp, round] {
      EventLog mine(temp.path(), standard);
      for (int number = 0;; ++number) {
        if (!mine.append("docker_build", november(), numbered(round, number, fill))) {
          return 1;
        }
      }
    });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
    kill(child, SIGKILL);
    CHECK(exit_status_of(child) == -SIGKILL);
    CHECK(log.append("docker_build", november(), numbered(round, -1, 1)).has_value());
    const auto lines = lines_of(log);
    int bad = 0;
    for (const std::string& line : lines) {
      bad += line.starts_with("{\"writer\":") && line.ends_with("x\"}")
                     && std::ranges::count(line, '{') == 1 && std::ranges::count(line, '"') == 8
                 ? 0
                 : 1;
    }
    CHECK(bad == 0);
    CHECK(std::set<std::string>(lines.begin(), lines.end()).size() == lines.size());
    std::filesystem::remove(temp.path() / "2026-11.jsonl");
  }
}

TEST_CASE("a lock that somebody keeps is an error in the end, one that is given back is not") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard, milliseconds(300));
  REQUIRE(log.append("docker_build", november(), "{}").has_value());
  const std::filesystem::path file = temp.path() / "2026-11.jsonl";
  const int holder = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(flock(holder, LOCK_EX) == 0);

  const auto begin = std::chrono::steady_clock::now();
  const auto refused = log.append("docker_build", november(), "{}");
  const auto waited = std::chrono::steady_clock::now() - begin;
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == Error::Kind::external);
  CHECK(refused.error().message.find(file.string()) != std::string::npos);
  CHECK(waited >= milliseconds(300));
  CHECK(waited < std::chrono::seconds(5));
  CHECK(content_of(file) == "{}\n");

  std::thread release([holder] {
    std::this_thread::sleep_for(milliseconds(100));
    close(holder);
  });
  EventLog patient(temp.path(), standard);
  CHECK(patient.append("docker_build", november(), "{}").has_value());
  release.join();
  CHECK(content_of(file) == "{}\n{}\n");
}

TEST_CASE("a log that is replaced while its lock is awaited is opened again") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard);
  const std::filesystem::path file = temp.path() / "2026-11.jsonl";
  put(file, "{\"old\":1}\n");
  const int holder = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(flock(holder, LOCK_EX) == 0);
  std::thread replace([&] {
    std::this_thread::sleep_for(milliseconds(100));
    put(temp.path() / "new", "{\"new\":1}\n");
    std::filesystem::rename(temp.path() / "new", file);
    close(holder);
  });
  CHECK(log.append("docker_build", november(), "{}").has_value());
  replace.join();
  CHECK(content_of(file) == "{\"new\":1}\n{}\n");
}

TEST_CASE("a symbolic link, a pipe or a folder in place of the log is refused") {
  const test::TempDir temp;
  put(temp.path() / "target", "precious\n");
  const std::filesystem::path file = temp.path() / "events/2026-11.jsonl";
  std::filesystem::create_directory(temp.path() / "events");
  EventLog log(temp.path() / "events", standard);
  const auto refuse = [&] {
    const auto appended = log.append("docker_build", november(), "{}");
    REQUIRE_FALSE(appended.has_value());
    CHECK(appended.error().kind == Error::Kind::external);
    CHECK(appended.error().message.find(file.string()) != std::string::npos);
    std::filesystem::remove(file);
  };
  std::filesystem::create_symlink(temp.path() / "target", file);
  refuse();
  REQUIRE(mkfifo(file.c_str(), 0644) == 0);
  refuse();
  std::filesystem::create_directory(file);
  refuse();
  CHECK(content_of(temp.path() / "target") == "precious\n");
}

TEST_CASE("a torn line is not moved through a symbolic link, and stays in the log") {
  const test::TempDir temp;
  std::filesystem::create_directory(temp.path() / "outside");
  put(temp.path() / "events/2026-11.jsonl", "{\"torn\"");
  std::filesystem::create_directory_symlink(temp.path() / "outside", temp.path() / "events/torn");
  EventLog log(temp.path() / "events", standard);
  const auto appended = log.append("docker_build", november(), "{}");
  REQUIRE_FALSE(appended.has_value());
  CHECK(appended.error().message.find("torn") != std::string::npos);
  CHECK(content_of(temp.path() / "events/2026-11.jsonl") == "{\"torn\"");
  CHECK(files_in(temp.path() / "outside").empty());
}

TEST_CASE("a folder that cannot be made is named") {
  const test::TempDir temp;
  put(temp.path() / "file", "x");
  for (const char* folder : {"file", "file/below/events"}) {
    EventLog log(temp.path() / folder, standard);
    const auto appended = log.append("docker_build", november(), "{}");
    REQUIRE_FALSE(appended.has_value());
    CHECK(appended.error().kind == Error::Kind::external);
    CHECK(appended.error().message.find((temp.path() / "file").string()) != std::string::npos);
    CHECK_FALSE(appended.error().hint.empty());
    CHECK_FALSE(save_elsewhere(temp.path() / folder, "1", "{}").has_value());
  }
}

TEST_CASE("a read-only place is named") {
  const test::TempDir temp;
  report(exit_status_of(start_child([&temp] { return write_read_only(temp.path()); })),
         "a read-only disk");
}

TEST_CASE("a full disk takes nothing of an event, and the next event fits when there is room") {
  const test::TempDir temp;
  report(exit_status_of(start_child([&temp] { return fill_the_disk(temp.path()); })),
         "a small disk");
}

TEST_CASE("a short write is taken back") {
  const test::TempDir temp;
  CHECK(exit_status_of(start_child([&temp] { return write_beyond_the_limit(temp.path()); })) == 0);
}

} // namespace tidegate::eventlog
