// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/signal_cleanup.hpp"

#include <cerrno>
#include <pthread.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tidegate::posix {

SignalCleanup::SignalCleanup(std::function<void()> clean)
    : clean_(std::move(clean)) {
  sigemptyset(&waited_);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction now{};
    if (::sigaction(number, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) {
      sigaddset(&waited_, number);
      wake_ = number;
    }
  }
  pthread_sigmask(SIG_BLOCK, &waited_, &before_); // before any thread starts, which inherits it
  try {
    thread_ = wake_ != 0 ? std::thread([this] { wait(); }) : std::thread();
  } catch (const std::system_error&) { // a signal then ends us without the cleaning
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
}

SignalCleanup::~SignalCleanup() {
  if (thread_.joinable()) {
    over_ = true;
    pthread_kill(thread_.native_handle(), wake_); // for this thread alone
    thread_.join();
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void SignalCleanup::wait() {
  siginfo_t info{};
  int number = 0;
  do { // a debugger interrupts it
    number = sigwaitinfo(&waited_, &info);
  } while (number < 0 && errno == EINTR);
  const bool woken = over_ && info.si_pid == ::getpid(); // by the destructor, not by somebody else
  if (number < 0 || woken) {
    return;
  }
  clean_();
  std::signal(number, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &waited_, nullptr);
  std::raise(number);
}

} // namespace tidegate::posix
