// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/event_log.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/eventlog/log_files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

namespace tidegate::eventlog {
namespace {

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("an event becomes one line of the file of its month") {
  const test::TempDir temp;
  EventLog log(temp.path() / "a/b/events", standard);
  const auto appended = log.append("docker_build", november(), R"({"n":1})");
  REQUIRE(appended.has_value());
  CHECK(appended->file == temp.path() / "a/b/events/2026-11.jsonl");
  CHECK(appended->notice.empty());
  CHECK(log.append("deployment", november(), R"({"n":2})").has_value());
  CHECK(log.append("docker_build", november() + std::chrono::days(11), R"({"n":3})").has_value());
  CHECK(content_of(temp.path() / "a/b/events/2026-11.jsonl") == "{\"n\":1}\n{\"n\":2}\n");
  CHECK(content_of(temp.path() / "a/b/events/2026-12.jsonl") == "{\"n\":3}\n");
  CHECK(lines_of(log) == Lines{R"({"n":1})", R"({"n":2})", R"({"n":3})"});
}

TEST_CASE("the layout chora names the file by the type of the event") {
  const test::TempDir temp;
  EventLog log(temp.path(), model::EventLayout::chora);
  const auto file = [&](const char* type) {
    return log.append(type, november(), "{}")->file.filename().string();
  };
  CHECK(file("docker_build") == "ci_cd.jsonl");
  CHECK(file("docker_cache_metrics") == "ci_cd.jsonl");
  CHECK(file("something_new") == "ci_cd.jsonl");
  CHECK(file("multistage_build_analysis") == "docker.jsonl");
  CHECK(file("container_stats") == "docker.jsonl");
  CHECK(file("health_monitoring") == "docker.jsonl");
  CHECK(file("deployment") == "deployments.jsonl");
  CHECK(file("rollback") == "deployments.jsonl");
  CHECK(lines_of(log).size() == 8);
}

TEST_CASE("files and folders have the usual modes") {
  const test::TempDir temp;
  const mode_t before = umask(0);
  EventLog log(temp.path() / "events", standard);
  const auto appended = log.append("docker_build", november(), "{}");
  umask(before);
  REQUIRE(appended.has_value());
  struct stat found{};
  REQUIRE(stat((temp.path() / "events").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0755);
  REQUIRE(stat(appended->file.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0644);
}

TEST_CASE("what is not one line is refused and the log stays as it is") {
  const test::TempDir temp;
  EventLog log(temp.path(), standard);
  for (const char* line : {"", "{}\n", "{\n}"}) {
    const auto appended = log.append("docker_build", november(), line);
    REQUIRE_FALSE(appended.has_value());
    CHECK(appended.error().kind == Error::Kind::internal);
  }
  CHECK(files_in(temp.path()).empty());
}

TEST_CASE("a torn last line is moved aside, with every byte, and the event is appended") {
  const std::string whole = "{\"n\":1}\n";
  const std::string zeros(5000, '\0');
  const std::string long_piece = R"({"n":")" + std::string(200'000, 'x');
  for (const std::string& torn : {std::string("{"),
                                  std::string(R"({"n":2,"text":"}")"),
                                  std::string(R"({"a":{"b":1})"),
                                  std::string(R"({"a":"\"})"),
                                  std::string("garbage"),
                                  std::string("{}x"),
                                  std::string("[1]"),
                                  zeros,
                                  R"({"n":2})" + zeros,
                                  long_piece}) {
    for (const std::string& before : {std::string(), whole}) {
      const test::TempDir temp;
      put(temp.path() / "2026-11.jsonl", before + torn);
      EventLog log(temp.path(), standard);
      const auto appended = log.append("docker_build", november(), R"({"n":3})");
      REQUIRE(appended.has_value());
      CHECK(content_of(temp.path() / "2026-11.jsonl") == before + "{\"n\":3}\n");
      const auto kept = files_in(temp.path() / "torn");
      REQUIRE(kept.size() == 1);
      CHECK(content_of(kept[0]) == torn);
      CHECK(kept[0].filename().string().starts_with("2026-11.jsonl."));
      CHECK(appended->notice.find(kept[0].string()) != std::string::npos);
      CHECK(log.append("docker_build", november(), R"({"n":4})")->notice.empty());
    }
  }
}

TEST_CASE("a last line that lacks only its newline is completed") {
  for (const std::string line : {R"({"n":2})", R"({"a":[{"b":"}\"]{"},{}],"c":"\\"})", "{}"}) {
    const test::TempDir temp;
    put(temp.path() / "2026-11.jsonl", "{\"n\":1}\n" + line);
    EventLog log(temp.path(), standard);
    const auto appended = log.append("docker_build", november(), R"({"n":3})");
    REQUIRE(appended.has_value());
    CHECK(content_of(temp.path() / "2026-11.jsonl") == "{\"n\":1}\n" + line + "\n{\"n\":3}\n");
    CHECK(appended->notice.find("lacked its newline") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(temp.path() / "torn"));
  }
}

TEST_CASE("cut anywhere, a log loses nothing but the event that was being written") {
  const std::string first = "{\"n\":1}\n";
  const std::string second = R"({"n":2,"text":"a } \" { b","list":[{"x":[]}]})";
  for (std::size_t length = 0; length <= second.size(); ++length) {
    const test::TempDir temp;
    put(temp.path() / "2026-11.jsonl", first + second.substr(0, length));
    EventLog log(temp.path(), standard);
    REQUIRE(log.append("docker_build", november(), R"({"n":3})").has_value());
    const bool whole = length == second.size();
    CHECK(
        lines_of(log)
        == (whole ? Lines{R"({"n":1})", second, R"({"n":3})"} : Lines{R"({"n":1})", R"({"n":3})"}));
  }
}

TEST_CASE("reading tells where each line begins and goes on from there") {
  const test::TempDir temp;
  const std::string big = R"({"n":")" + std::string(600'000, 'y') + "\"}"; // longer than two chunks
  put(temp.path() / "2026-11.jsonl", "{\"n\":1}\n" + big + "\n{\"n\":3}\n{\"n\":4");
  put(temp.path() / "2026-10.jsonl", "{\"n\":0}\n");
  const EventLog log(temp.path(), standard);
  std::vector<std::uint64_t> offsets;
  Lines files;
  REQUIRE(log.read([](const auto&) { return EventLog::Position{}; },
                   [&](const EventLog::Line& line) {
                     offsets.push_back(line.offset);
                     files.push_back(line.file.string() + ":" + std::to_string(line.number));
                   })
              .has_value());
  CHECK(offsets == std::vector<std::uint64_t>{0, 0, 8, 8 + big.size() + 1});
  CHECK(files == Lines{"2026-10.jsonl:1", "2026-11.jsonl:1", "2026-11.jsonl:2", "2026-11.jsonl:3"});

  const auto from = [&](std::uint64_t offset, std::string_view last) {
    std::size_t count = 0;
    CHECK(log.read(
                 [&](const std::filesystem::path& file) {
                   return file == "2026-11.jsonl"
                              ? EventLog::Position{offset, EventLog::mark_of(last)}
                              : EventLog::Position{8, EventLog::mark_of(R"({"n":0})")};
                 },
                 [&](const EventLog::Line& line) {
                   count += line.file == "2026-11.jsonl" ? 1U : 100U;
                 })
              .has_value());
    return count;
  };
  CHECK(from(8, R"({"n":1})") == 2);
  CHECK(from(8 + big.size() + 1, big) == 1);
  CHECK(from(8 + big.size() + 1 + 8, R"({"n":3})") == 0);
}

TEST_CASE(
    "of a line that is longer than 64 MiB the beginning is read, and what follows it is whole") {
  const test::TempDir temp;
  constexpr std::size_t limit = 64UL * 1024 * 1024;
  constexpr std::size_t length = limit + 300'000;
  put(temp.path() / "2026-11.jsonl", "{\"n\":1}\n" + std::string(length, 'z') + "\n{\"n\":3}\n");
  std::vector<std::size_t> sizes;
  std::vector<std::uint64_t> offsets;
  const auto read = EventLog(temp.path(), standard)
                        .read([](const auto&) { return EventLog::Position{}; },
                              [&](const EventLog::Line& line) {
                                sizes.push_back(line.text.size());
                                offsets.push_back(line.offset);
                              });
  REQUIRE(read.has_value());
  CHECK(sizes == std::vector<std::size_t>{7, limit, 7});
  CHECK(offsets == std::vector<std::uint64_t>{0, 8, 8 + length + 1});
  CHECK(read->at("2026-11.jsonl").offset == 8 + length + 1 + 8);
}

TEST_CASE("a position that no longer fits the file means reading it from the beginning") {
  const test::TempDir temp;
  put(temp.path() / "2026-11.jsonl", "{\"n\":1}\n{\"n\":2}\n");
  const EventLog log(temp.path(), standard);
  for (const std::uint64_t offset :
       {std::uint64_t{3}, std::uint64_t{17}, std::uint64_t{1} << 40U}) {
    std::size_t count = 0;
    CHECK(log.read(
                 [offset](const auto&) {
                   return EventLog::Position{offset, EventLog::mark_of(R"({"n":1})")};
                 },
                 [&](const auto&) { ++count; })
              .has_value());
    CHECK(count == 2);
  }
}

TEST_CASE("a position behind another line than the one that was read is of another file") {
  const test::TempDir temp;
  put(temp.path() / "2026-11.jsonl", "{\"n\":1}\n{\"n\":2}\n");
  const EventLog log(temp.path(), standard);
  const auto behind = [&](std::string_view line) {
    std::size_t count = 0;
    REQUIRE(log.read([&](const auto&) { return EventLog::Position{8, EventLog::mark_of(line)}; },
                     [&](const auto&) { ++count; })
                .has_value());
    return count;
  };
  CHECK(behind(R"({"n":1})") == 1);
  CHECK(behind(R"({"n":7})") == 2);
}

TEST_CASE("reading leaves other files, folders and links alone") {
  const test::TempDir temp;
  const EventLog log(temp.path(), standard);
  CHECK(lines_of(log).empty());
  put(temp.path() / "2026-11.jsonl", "{}\n");
  put(temp.path() / "torn/2026-11.jsonl", "{\"torn\"\n");
  for (const char* name :
       {"2026-11.jsonl.bak", "notes.jsonl", "2026-1x.jsonl", "ci_cd.jsonl", "README"}) {
    put(temp.path() / name, "other\n");
  }
  std::filesystem::create_directory(temp.path() / "2026-09.jsonl");
  std::filesystem::create_symlink(temp.path() / "README", temp.path() / "2026-08.jsonl");
  CHECK(lines_of(log) == Lines{"{}"});
  CHECK(lines_of(EventLog(temp.path(), model::EventLayout::chora)) == Lines{"other"});
  CHECK(lines_of(EventLog(temp.path() / "missing", standard)).empty());
}

TEST_CASE("an event that the log cannot take is kept elsewhere, once") {
  const test::TempDir temp;
  const auto saved = save_elsewhere(temp.path() / "kept", "01ABC/../x", R"({"n":1})");
  REQUIRE(saved.has_value());
  CHECK(*saved == temp.path() / "kept/tidegate-event-01ABC____x.jsonl");
  CHECK(content_of(*saved) == "{\"n\":1}\n");
  const auto again = save_elsewhere(temp.path() / "kept", "01ABC/../x", R"({"n":2})");
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().kind == Error::Kind::external);
  CHECK(content_of(*saved) == "{\"n\":1}\n");
}

} // namespace tidegate::eventlog
