// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/posix/posix_process.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace tidegate::test {

// /bin/sh scripts in a folder of their own.
class Scripts {
public:
  std::string write(const std::string& name, const std::string& body) {
    const auto path = folder_.path() / name;
    std::ofstream(path) << "#!/bin/sh\n" << body;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
  }

  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_.path() / name).string();
  }

private:
  TempDir folder_;
};

struct Ran {
  Result<ports::Exit> exit;
  std::string out;
  std::string err;
  std::chrono::milliseconds took{0};
};

using OnOutput = std::function<void(const std::string& so_far)>;

// Calls `on_output` with all of stdout so far, whenever more comes.
inline Ran run(const ports::Command& command, const OnOutput& on_output = nullptr) {
  Ran ran;
  const auto begin = std::chrono::steady_clock::now();
  ran.exit = posix::PosixProcess().run(
      command,
      [&](std::string_view chunk) {
        ran.out += chunk;
        if (on_output) {
          on_output(ran.out);
        }
      },
      [&](std::string_view chunk) { ran.err += chunk; });
  ran.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now()
                                                                   - begin);
  return ran;
}

inline constexpr const char* counts_signals = "trap 'echo got-int; exit 41' INT\n"
                                              "trap 'echo got-term; exit 42' TERM\n"
                                              "echo ready\n"
                                              "while :; do sleep 0.02; done\n";

inline constexpr const char* ignores_signals = "trap 'echo again' INT TERM\n"
                                               "sleep 300 &\n"
                                               "echo grandchild $!\n"
                                               "echo ready\n"
                                               "while :; do sleep 0.02; done\n";

} // namespace tidegate::test
