// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"
#include "app/real_ports.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <sys/prctl.h>
#include <vector>

int main(int argc, char** argv) {
  // A reader that went away (`tidegate ... | head`) is an error of a write, not the end of a build.
  std::signal(SIGPIPE, SIG_IGN);
  // No core file of a crash: tokens are in it. Nor may others of this user read our memory or
  // environment.
  ::prctl(PR_SET_DUMPABLE, 0);
  try {
    tidegate::app::RealPorts real;
    return tidegate::app::run(std::vector<std::string>(argv + 1, argv + argc), real.ports());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tidegate: internal error: %s\n", error.what());
    return 3;
  }
}
