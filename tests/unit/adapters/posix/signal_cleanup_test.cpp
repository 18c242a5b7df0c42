// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/signal_cleanup.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace tidegate::posix {
namespace {

// How a child ends that does this.
template<typename Act>
int status_of(const Act& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    act();
    ::_exit(7);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

} // namespace

TEST_CASE("a signal cleans up and ends the process as it would have") {
  for (const int number : {SIGINT, SIGTERM}) {
    const test::TempDir temp;
    const auto file = temp.path() / "scratch";
    std::ofstream(file) << "x";
    const int status = status_of([&] {
      std::signal(number, SIG_DFL);
      const SignalCleanup cleanup([&] { std::filesystem::remove(file); });
      ::kill(::getpid(), number);
      while (true) {
        ::pause();
      }
    });
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == number);
    CHECK_FALSE(std::filesystem::exists(file));
  }
}

TEST_CASE("without a signal nothing is cleaned up, and one that is ignored stays so") {
  int cleaned = 0;
  {
    const SignalCleanup cleanup([&] { ++cleaned; });
  }
  CHECK(cleaned == 0);
  const int status = status_of([&] {
    std::signal(SIGINT, SIG_IGN);
    const SignalCleanup cleanup([] { ::_exit(8); });
    ::kill(::getpid(), SIGINT);
  });
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}

} // namespace tidegate::posix
