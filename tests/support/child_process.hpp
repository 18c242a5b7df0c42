// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

namespace tidegate::test {

// Another process; it ends without the destructors and reports of this one.
inline pid_t in_child(const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(work() ? 0 : 1);
  }
  REQUIRE(child > 0);
  return child;
}

inline int exit_status(pid_t child) {
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace tidegate::test
