// SPDX-License-Identifier: Apache-2.0
#include "commands/action/secret_files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

using namespace tidegate;
using commands::SecretFiles;
namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("secret files are for their owner only and go away with the object") {
  const test::TempDir temp;
  const fs::path folder = temp.path() / "s";
  {
    auto written =
        SecretFiles::write({{folder / "1", "hush"}, {folder / "2", std::string("a\0b", 3)}});
    REQUIRE(written.has_value());
    const SecretFiles held = std::move(*written);
    CHECK(content_of(folder / "1") == "hush");
    CHECK(content_of(folder / "2") == std::string("a\0b", 3));
    CHECK(fs::status(folder).permissions() == fs::perms::owner_all);
    CHECK(fs::status(folder / "1").permissions()
          == (fs::perms::owner_read | fs::perms::owner_write));
  }
  CHECK_FALSE(fs::exists(folder));
}

TEST_CASE("no secrets need no folder") {
  CHECK(SecretFiles::write({}).has_value());
}

TEST_CASE("a folder that is there already is not trusted, and stays") {
  const test::TempDir temp;
  const auto written = SecretFiles::write({{(temp.path() / "1").string(), "hush"}});
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().kind == Error::Kind::external);
  CHECK(written.error().message.find(temp.path().string()) != std::string::npos);
  CHECK(written.error().message.find("hush") == std::string::npos);
  CHECK(fs::exists(temp.path()));
}

TEST_CASE("what was written before an error is removed") {
  const test::TempDir temp;
  const fs::path folder = temp.path() / "s";
  CHECK_FALSE(SecretFiles::write({{folder / "1", "hush"}, {folder / "1", "again"}}).has_value());
  CHECK_FALSE(fs::exists(folder));
}
