// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"
#include "app/real_ports.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

namespace {

// What is opened later must not become one of them: a message would go into that file.
void occupy_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0) {
      ::open("/dev/null", O_RDWR); // takes the lowest number that is free
    }
  }
}

} // namespace

int main(int argc, char** argv) {
  occupy_standard_streams();
  // A reader that went away (`tidegate ... | head`) is an error of a write, not the end of a build.
  std::signal(SIGPIPE, SIG_IGN);
  // No core file of a crash: tokens are in it. Nor may others of this user read our memory or
  // environment.
  ::prctl(PR_SET_DUMPABLE, 0);
  try {
    tidegate::app::RealPorts real;
    const std::vector<std::string> args(argv + 1, argv + argc);
    return real.exit_code(tidegate::app::run(args, real.ports()));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tidegate: internal error: %s\n", error.what());
    return 3;
  }
}
