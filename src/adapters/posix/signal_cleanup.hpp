// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace tidegate::posix {

// While it lives a SIGINT or SIGTERM first calls `clean`, in a thread of its own and beside
// whatever the program does, then ends the process as it would have. A signal that is ignored stays
// so. For commands that wait for a network and would be asked for nothing else.
class SignalCleanup {
public:
  explicit SignalCleanup(std::function<void()> clean);
  ~SignalCleanup(); // a signal that came too late for it takes effect now
  SignalCleanup(const SignalCleanup&) = delete;
  SignalCleanup& operator=(const SignalCleanup&) = delete;

private:
  void wait();

  std::function<void()> clean_;
  sigset_t waited_{};
  sigset_t before_{};
  int wake_{0}; // 0: there is nothing to wait for
  std::atomic<bool> over_{false};
  std::thread thread_;
};

} // namespace tidegate::posix
