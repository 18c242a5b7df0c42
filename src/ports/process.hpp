// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::ports {

// A program to run: no shell anywhere, argv only.
struct Command {
  std::vector<std::string> argv{};                        // argv[0] is looked up on PATH
  std::vector<std::pair<std::string, std::string>> env{}; // set on top of our own
  std::vector<std::string> unset_env{};
  // Our secret variables (util::is_secret_variable) stay in its environment: only a build may need
  // them, for the cache and for `--secret env=`.
  bool keep_secrets{false};
  bool inherit_stdout{false}; // the child writes to our stdout; on_stdout is not called
  bool inherit_stdin{false};  // else /dev/null
  bool handle_signals{true};  // false beside another run: see Process::run
  std::chrono::milliseconds time_limit{
      0};                          // 0: none. On expiry SIGTERM, then SIGKILL; `timed_out` is set
  std::function<void()> on_tick{}; // called about every `tick` while it runs
  std::chrono::milliseconds tick{0};
  // Asked at every tick; once it says true, the child is ended as on expiry of the time limit.
  std::function<bool()> give_up{};
};

struct Exit {
  int status{0};                    // exit status, or 128 + signal number where a signal ended it
  std::optional<int> interrupted{}; // SIGINT or SIGTERM that we got meanwhile and handed on
  bool timed_out{false};
};

using ChunkSink = std::function<void(std::string_view chunk)>;

class Process {
public:
  virtual ~Process() = default;

  // Runs to the end. While it runs, SIGINT and SIGTERM to us are handed on to the child (not again
  // where the terminal already sent them to the whole group); a second one kills it and all that it
  // started. One run at a time may handle signals; others, in threads of their own, set
  // `handle_signals` false: their child is ended as soon as the run that does handle them is
  // interrupted, with the same `interrupted`.
  // Error only where it could not be started: external, "docker: not found" with a hint.
  virtual Result<Exit>
  run(const Command& command, const ChunkSink& on_stdout, const ChunkSink& on_stderr) = 0;
};

} // namespace tidegate::ports
