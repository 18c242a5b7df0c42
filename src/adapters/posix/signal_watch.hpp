// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <optional>

namespace tidegate::posix {

// A SIGINT or SIGTERM that this process got.
struct CaughtSignal {
  int number{0};
  bool from_kernel{false}; // by a key on the terminal, so that the whole foreground group has it
};

// Catches SIGINT and SIGTERM as long as it lives. sigaction and a pipe, not signalfd: that would
// need the signals blocked in every thread. Unblocks them in its own thread meanwhile; one that
// nobody took is sent again at the end. At most one catches; a second one alive is idle.
class SignalWatch {
public:
  SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  ~SignalWatch();

  // Readable where a signal waits; -1 where idle.
  [[nodiscard]] int fd() const;
  // nullopt where none waits.
  [[nodiscard]] std::optional<CaughtSignal> next() const;

private:
  bool active_{false};
  struct sigaction old_interrupt_{};
  struct sigaction old_terminate_{};
  sigset_t old_mask_{};
};

// How many signals any SignalWatch of this process has caught so far, and the last of them.
struct SignalTally {
  unsigned count{0};
  int last{0};
};

SignalTally signals_caught();

} // namespace tidegate::posix
