// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/signal_watch.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace tidegate::posix {

namespace {

// What the handler touches. The pipe is never closed: the handler may still be at work in another
// thread when the handler is taken away.
std::atomic<int> write_end{-1};
std::atomic<unsigned> count{0};
std::atomic<int> last{0};
std::atomic<bool> taken{false};

extern "C" void on_signal(int number, siginfo_t* info, void* /*context*/) {
  const int saved_errno = errno;
  last = number;
  ++count;
  const CaughtSignal caught{.number = number, .from_kernel = info->si_code == SI_KERNEL};
  // Short of room there are thousands waiting already.
  [[maybe_unused]] const ssize_t written = ::write(write_end, &caught, sizeof caught);
  errno = saved_errno;
}

// -1 where no pipe can be had.
int read_end() {
  static const int fd = [] {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
      return -1;
    }
    write_end = ends[1];
    return ends[0];
  }();
  return fd;
}

std::optional<CaughtSignal> read_one() {
  CaughtSignal caught;
  ssize_t got = 0;
  do {
    got = ::read(read_end(), &caught, sizeof caught);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof caught) ? std::optional(caught) : std::nullopt;
}

} // namespace

SignalWatch::SignalWatch()
    : active_(read_end() >= 0 && !taken.exchange(true)) {
  if (!active_) {
    return;
  }
  while (read_one()) { // left over from an earlier watch
  }
  struct sigaction action{};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  ::sigfillset(&action.sa_mask);
  ::sigaction(SIGINT, &action, &old_interrupt_);
  ::sigaction(SIGTERM, &action, &old_terminate_);
  // The caller may hold them back (scope_guards.hpp); now there is somebody who takes them.
  sigset_t ours;
  ::sigemptyset(&ours);
  ::sigaddset(&ours, SIGINT);
  ::sigaddset(&ours, SIGTERM);
  ::pthread_sigmask(SIG_UNBLOCK, &ours, &old_mask_);
}

SignalWatch::~SignalWatch() {
  if (!active_) {
    return;
  }
  ::pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
  ::sigaction(SIGINT, &old_interrupt_, nullptr);
  ::sigaction(SIGTERM, &old_terminate_, nullptr);
  // Came after the last look: it is for whoever comes next.
  while (const std::optional<CaughtSignal> caught = read_one()) {
    ::kill(::getpid(), caught->number);
  }
  taken = false;
}

int SignalWatch::fd() const {
  return active_ ? read_end() : -1;
}

std::optional<CaughtSignal> SignalWatch::next() const {
  return active_ ? read_one() : std::nullopt;
}

SignalTally signals_caught() {
  return {.count = count, .last = last};
}

} // namespace tidegate::posix
