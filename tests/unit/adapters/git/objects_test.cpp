// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/objects.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string_view>
#include <sys/resource.h>

namespace tidegate::git {
namespace {

Result<void> take(Objects& objects, std::string_view pack, std::size_t chunk) {
  return objects.take_pack([&](const Objects::PieceSink& sink) {
    for (std::size_t i = 0; i < pack.size(); i += chunk) {
      if (!sink(pack.substr(i, chunk))) {
        return false;
      }
    }
    return true;
  });
}

bool everything(std::string_view, bool) {
  return true;
}

std::vector<std::string> paths(const Objects& objects, const std::string& commit) {
  std::vector<std::string> found;
  const auto files = objects.files(commit, everything).value();
  for (const auto& file : files) {
    found.push_back(file.path);
  }
  return found;
}

NewCommit commit(Objects& objects, const std::string& parent, const Change& change) {
  auto made = objects.commit(parent, change);
  REQUIRE_MESSAGE(made, (made ? "" : made.error().message));
  return *made;
}

} // namespace

TEST_CASE("a commit has the files of its parent and its own") {
  auto objects = Objects::make();
  REQUIRE(objects);
  const auto first =
      commit(*objects, "", {.added = {{"a/b/one", "1\n"}, {"a/c/two", "2\n"}}, .message = "first"});
  const auto second =
      commit(*objects, first.name, {.added = {{"a/b/three", "3\n"}}, .message = "second"});
  CHECK(paths(*objects, first.name) == std::vector<std::string>{"a/b/one", "a/c/two"});
  CHECK(paths(*objects, second.name)
        == std::vector<std::string>{"a/b/one", "a/b/three", "a/c/two"});
  CHECK(objects->has_file(second.name, "a/b/three"));
  CHECK_FALSE(objects->has_file(second.name, "a/b"));
  CHECK_FALSE(objects->has_file(first.name, "a/b/three"));
}

TEST_CASE("a folder without files goes away with the last one") {
  auto objects = Objects::make();
  REQUIRE(objects);
  const auto first =
      commit(*objects, "", {.added = {{"a/b/one", "1"}, {"z", "2"}}, .message = "x"});
  const auto second = commit(
      *objects, first.name, {.added = {{"c/one", "1"}}, .removed = {"a/b/one"}, .message = "y"});
  CHECK(paths(*objects, second.name) == std::vector<std::string>{"z", "c/one"});
}

TEST_CASE("a pack has exactly what is new, and is enough for who has the parent") {
  auto ours = Objects::make();
  auto theirs = Objects::make();
  REQUIRE(ours);
  REQUIRE(theirs);
  const std::string large(200'000, 'x');
  const auto first =
      commit(*ours, "", {.added = {{"a/one", large}, {"b/two", "2"}}, .message = "x"});
  const auto second = commit(*ours, first.name, {.added = {{"b/three", "3"}}, .message = "y"});
  REQUIRE(take(*theirs, first.pack, 7));
  REQUIRE(take(*theirs, second.pack, 1000));
  CHECK(paths(*theirs, second.name) == std::vector<std::string>{"a/one", "b/three", "b/two"});
  const auto files = theirs->files(second.name, everything);
  CHECK(theirs->content(files->at(0).blob, large.size()) == large);
  CHECK_FALSE(theirs->content(files->at(0).blob, large.size() - 1));
  CHECK(second.pack[11] == 4); // commit, root, folder b, the file
}

TEST_CASE("a damaged pack counts for nothing") {
  auto ours = Objects::make();
  REQUIRE(ours);
  const auto made = commit(*ours, "", {.added = {{"a/one", "1"}}, .message = "x"});
  for (std::size_t i = 0; i < made.pack.size(); i += 3) {
    auto theirs = Objects::make();
    REQUIRE(theirs);
    std::string pack = made.pack;
    pack[i] = static_cast<char>(pack[i] ^ 0x41);
    CHECK_FALSE(take(*theirs, pack, 16));
    CHECK_FALSE(take(*theirs, made.pack.substr(0, i), 16));
    CHECK_FALSE(theirs->has(made.name));
  }
}

TEST_CASE("a delta that grows to gigabytes is refused before it has the memory") {
  auto objects = Objects::make();
  REQUIRE(objects);
  std::ifstream file(TEST_DATA "/git/huge-delta.pack", std::ios::binary);
  const std::string pack{std::istreambuf_iterator<char>(file), {}};
  REQUIRE(pack.size() > 100);
  REQUIRE(pack.size() < 10'000);
  struct rusage before{};
  ::getrusage(RUSAGE_SELF, &before);
  const auto taken = take(*objects, pack, pack.size());
  REQUIRE_FALSE(taken);
  struct rusage after{};
  ::getrusage(RUSAGE_SELF, &after);
  CHECK(after.ru_maxrss - before.ru_maxrss < 300L * 1024);
}

TEST_CASE("a small pack that holds too much is refused, whatever it is too much of") {
  auto ours = Objects::make();
  REQUIRE(ours);
  const std::string pack = commit(*ours, "", {.added = {{"a/one", "1"}}, .message = "x"}).pack;
  const auto refusal = [&](const PackLimits& limits) {
    auto theirs = Objects::make();
    REQUIRE(theirs);
    const auto taken =
        theirs->take_pack([&](const Objects::PieceSink& sink) { return sink(pack); }, limits);
    return taken ? std::string("taken") : taken.error().message;
  };
  CHECK(refusal({}) == "taken");
  CHECK(refusal({.bytes = pack.size(), .objects = 4}) == "taken");
  CHECK(refusal({.bytes = pack.size() - 1})
        == fmt::format("the Git server sends more than {} bytes", pack.size() - 1));
  CHECK(refusal({.objects = 3}) == "the Git server sends more than 3 objects");
  CHECK(refusal({.time = std::chrono::seconds(-1)}).find("more than can be unpacked in")
        != std::string::npos);
}

TEST_CASE("few trees that name one another many times are no forest to walk through") {
  auto objects = Objects::make();
  REQUIRE(objects);
  std::ifstream file(TEST_DATA "/git/forest.pack", std::ios::binary);
  const std::string pack{std::istreambuf_iterator<char>(file), {}};
  REQUIRE(take(*objects, pack, pack.size()));
  const auto only_folders = [](std::string_view, bool folder) { return folder; };
  const auto files = objects->files("df5502700a9bf8ae75caac21204a9efae7d507dd", only_folders);
  REQUIRE_FALSE(files);
  CHECK(files.error().message == "the branch has more than 2000000 entries in its folders");
}

TEST_CASE("folders inside one another and long paths come to an end") {
  auto objects = Objects::make();
  REQUIRE(objects);
  std::string deep;
  for (int i = 0; i < 17; ++i) {
    deep += "a/";
  }
  const auto problem = [&](const std::string& path) {
    const auto made = commit(*objects, "", {.added = {{path, "1"}}, .message = "x"});
    const auto files = objects->files(made.name, everything);
    return files ? std::string("none") : files.error().message;
  };
  CHECK(problem(deep.substr(2) + "file") == "none");
  CHECK(problem(deep + "file") == "the branch has more than 16 folders inside one another");
  const std::string name(250, 'n');
  std::string path = name;
  for (int i = 0; i < 15; ++i) {
    path += "/" + name;
  }
  CHECK(problem(path) == "none");
  CHECK(problem(path + "/" + name) == "the branch has a path of more than 4096 bytes");
}

TEST_CASE("what a killed process left goes away a day later, and nothing else") {
  const test::TempDir temp;
  const char* const before = std::getenv("TMPDIR");
  const std::string old_value = before == nullptr ? "" : before;
  ::setenv("TMPDIR", temp.path().c_str(), 1);
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(25);
  for (const char* const name : {"tidegate-git-oldone", "tidegate-git-newone", "others"}) {
    std::filesystem::create_directory(temp.path() / name);
    if (std::string_view(name) != "tidegate-git-newone") {
      std::filesystem::last_write_time(temp.path() / name, old);
    }
  }
  {
    const auto objects = Objects::make();
    CHECK(objects.has_value());
    CHECK_FALSE(std::filesystem::exists(temp.path() / "tidegate-git-oldone"));
    CHECK(std::filesystem::exists(temp.path() / "tidegate-git-newone"));
    CHECK(std::filesystem::exists(temp.path() / "others"));
    remove_scratch_folders();
    CHECK(std::distance(std::filesystem::directory_iterator(temp.path()), {}) == 2);
  }
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", old_value.c_str(), 1);
}

TEST_CASE("links and what nobody wants are not in the list of files") {
  auto objects = Objects::make();
  REQUIRE(objects);
  const auto made = commit(
      *objects, "", {.added = {{"a/one", "1"}, {"b/two", "2"}, {"three", "3"}}, .message = "x"});
  const auto found = objects->files(
      made.name, [](std::string_view path, bool folder) { return folder ? path == "b" : true; });
  REQUIRE(found);
  CHECK(std::ranges::none_of(*found, [](const auto& file) { return file.path == "a/one"; }));
  CHECK(found->size() == 2);
}

TEST_CASE("the same change on the same parent at the same time is the same commit") {
  auto objects = Objects::make();
  auto others = Objects::make();
  REQUIRE(objects);
  REQUIRE(others);
  const Change change{
      .added = {{"a", "1"}}, .message = "x", .time = Time{std::chrono::hours(500'000)}};
  CHECK(commit(*objects, "", change).name == commit(*others, "", change).name);
}

} // namespace tidegate::git
