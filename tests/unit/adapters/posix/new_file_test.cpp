// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/new_file.hpp"
#include "support/temp_dir.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace tidegate;
namespace fs = std::filesystem;
using posix::create_file;
using posix::name_is_taken;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE("a new file is made with the folders on its way") {
  const test::TempDir dir;
  CHECK(name_is_taken(dir.path(), "a/b/c.yml") == false);
  CHECK_FALSE(fs::exists(dir.path() / "a"));
  CHECK(create_file(dir.path(), "a/b/c.yml", "text\n") == true);
  CHECK(text_of(dir.path() / "a/b/c.yml") == "text\n");
  CHECK(name_is_taken(dir.path(), "a/b/c.yml") == true);
  CHECK(entries(dir.path() / "a/b") == 1);
}

TEST_CASE("what is there stays, whatever it is") {
  const test::TempDir dir;
  CHECK(create_file(dir.path(), "file", "first") == true);
  CHECK(create_file(dir.path(), "file", "second") == false);
  CHECK(text_of(dir.path() / "file") == "first");
  fs::create_directory(dir.path() / "folder");
  CHECK(create_file(dir.path(), "folder", "x") == false);
  fs::create_symlink("nowhere", dir.path() / "link");
  CHECK(name_is_taken(dir.path(), "link") == true);
  CHECK(create_file(dir.path(), "link", "x") == false);
  CHECK_FALSE(fs::exists(dir.path() / "nowhere"));
  CHECK(entries(dir.path()) == 3);
}

TEST_CASE("a link on the way is not followed, not even within the folder") {
  const test::TempDir dir;
  fs::create_directory(dir.path() / "real");
  fs::create_directory_symlink("real", dir.path() / "link");
  const auto made = create_file(dir.path(), "link/file", "x");
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().kind == Error::Kind::external);
  CHECK(made.error().message == (dir.path() / "link").string() + ": a symbolic link or no folder");
  CHECK_FALSE(name_is_taken(dir.path(), "link/file").has_value());
  CHECK(entries(dir.path() / "real") == 0);
}

TEST_CASE("a path that leads out is refused") {
  const test::TempDir dir;
  CHECK_FALSE(create_file(dir.path(), "../file", "x").has_value());
  CHECK_FALSE(create_file(dir.path(), "a/../../file", "x").has_value());
  CHECK_FALSE(create_file(dir.path(), "/tmp/file", "x").has_value());
  CHECK(entries(dir.path()) == 0);
}

TEST_CASE("of many who make the same file one succeeds, and nobody sees a part of it") {
  const test::TempDir dir;
  const std::string text(300000, 'x');
  std::atomic<int> made{0};
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      if (std::error_code none; fs::exists(dir.path() / "file", none)) {
        CHECK(fs::file_size(dir.path() / "file") == text.size());
      }
    }
  });
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back(
        [&] { made += create_file(dir.path(), "file", text).value_or(false) ? 1 : 0; });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  done = true;
  reader.join();
  CHECK(made == 1);
  CHECK(entries(dir.path()) == 1);
}
