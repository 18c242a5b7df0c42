// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/file_lock.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <unistd.h>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("a lock keeps others out until it is given back") {
  const TempDir dir;
  const auto file = dir.path() / "lock";
  {
    const auto held = posix::lock_file(file);
    REQUIRE(held);
    REQUIRE(*held);
    const auto second = posix::lock_file(file);
    REQUIRE(second);
    CHECK_FALSE(*second);
  }
  CHECK(*posix::lock_file(file));
}

TEST_CASE("a lock ends with its process, however that ends") {
  const TempDir dir;
  const auto file = dir.path() / "lock";
  const pid_t child = in_child([&] {
    const auto held = posix::lock_file(file);
    return held && *held && ::raise(SIGKILL) == 0;
  });
  CHECK(exit_status(child) == 128 + SIGKILL);
  CHECK(*posix::lock_file(file));
}

TEST_CASE("a lock makes no file behind a symbolic link") {
  const TempDir dir;
  std::filesystem::create_symlink(dir.path() / "elsewhere", dir.path() / "lock");
  const auto lock = posix::lock_file(dir.path() / "lock");
  REQUIRE_FALSE(lock);
  CHECK_FALSE(lock.error().hint.empty());
  CHECK_FALSE(std::filesystem::exists(dir.path() / "elsewhere"));
}
