// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/posix/fd.hpp"
#include "ports/process.hpp"
#include "util/result.hpp"

#include <sys/types.h>

namespace tidegate::posix {

// A program that runs, and our ends of its pipes.
struct Child {
  pid_t pid{-1};
  Fd exit_event; // a pidfd: readable when the child has ended; empty where the kernel has none
  Fd out;        // empty where it writes to our stdout
  Fd err;
};

// Starts it: default signal dispositions, nothing blocked, SIGTERM when the calling *thread* ends
// (PR_SET_PDEATHSIG), so that a build does not go on behind a tidegate that was killed. The caller
// therefore stays in this thread until the child has ended.
Result<Child> spawn(const ports::Command& command);

} // namespace tidegate::posix
