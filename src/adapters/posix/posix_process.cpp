// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/posix_process.hpp"

#include "adapters/posix/process_tree.hpp"
#include "adapters/posix/signal_watch.hpp"
#include "adapters/posix/spawn.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <optional>
#include <poll.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tidegate::posix {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A process that the child left behind may keep our pipes open for ever.
constexpr milliseconds silence_after_exit{500};
constexpr milliseconds patience_after_exit{2000};
constexpr milliseconds grace_after_kill{200};
// A child in an uninterruptible sleep does not even end by SIGKILL.
constexpr milliseconds patience_after_kill{2000};
constexpr milliseconds grace_after_terminate{2000};
constexpr milliseconds look_at_exit{20}; // where the kernel has no pidfd
constexpr milliseconds look_at_tally{100};

int exit_status(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

// A child from its start to its end.
class Run {
public:
  Run(const ports::Command& command, Child child, SignalWatch* watch)
      : command_(command),
        child_(std::move(child)),
        watch_(watch) {}

  ports::Exit to_end(const ports::ChunkSink& on_stdout, const ports::ChunkSink& on_stderr) {
    if (command_.time_limit.count() > 0) {
      deadline_ = Clock::now() + command_.time_limit;
    }
    next_tick_ = Clock::now() + command_.tick;
    while (!done()) {
      wait();
      read(child_.out, on_stdout);
      read(child_.err, on_stderr);
      reap();
      hand_on_signals();
      keep_deadlines();
      tick();
    }
    return exit_;
  }

private:
  [[nodiscard]] bool done() const {
    const Clock::time_point now = Clock::now();
    if (exited_at_) {
      return (!child_.out && !child_.err) || now >= drained_by_;
    }
    return killed_at_ && now >= *killed_at_ + patience_after_kill;
  }

  [[nodiscard]] bool ticks() const { return command_.on_tick && command_.tick.count() > 0; }

  [[nodiscard]] int poll_timeout() const {
    std::optional<Clock::time_point> until;
    const auto no_later = [&](Clock::time_point moment) {
      until = until ? std::min(*until, moment) : moment;
    };
    const Clock::time_point now = Clock::now();
    if (exited_at_) {
      no_later(drained_by_);
    } else if (killed_at_) {
      no_later(*killed_at_ + patience_after_kill);
    } else if (deadline_) {
      no_later(*deadline_);
    }
    if (ticks()) {
      no_later(next_tick_);
    }
    if (!exited_at_ && !child_.exit_event) {
      no_later(now + look_at_exit);
    }
    if (!exited_at_ && watch_ == nullptr) {
      no_later(now + look_at_tally);
    }
    if (!until) {
      return -1;
    }
    const auto left = std::chrono::ceil<milliseconds>(*until - now).count();
    return static_cast<int>(std::clamp<milliseconds::rep>(left, 0, 60'000));
  }

  // Until a pipe, the end of the child, a signal or a deadline wants something.
  void wait() {
    // poll(2) passes over descriptors below 0.
    polled_ = {
        pollfd{.fd = child_.out.get(), .events = POLLIN, .revents = 0},
        pollfd{.fd = child_.err.get(), .events = POLLIN, .revents = 0},
        pollfd{.fd = exited_at_ ? -1 : child_.exit_event.get(), .events = POLLIN, .revents = 0},
        pollfd{.fd = watch_ != nullptr ? watch_->fd() : -1, .events = POLLIN, .revents = 0}};
    if (::poll(polled_.data(), polled_.size(), poll_timeout()) < 0) {
      for (pollfd& polled : polled_) {
        polled.revents = 0;
      }
    }
  }

  void read(Fd& pipe, const ports::ChunkSink& sink) {
    const auto ready = std::ranges::find_if(
        polled_, [&](const pollfd& polled) { return polled.fd >= 0 && polled.fd == pipe.get(); });
    if (ready == polled_.end() || ready->revents == 0) {
      return;
    }
    const ssize_t got = ::read(pipe.get(), buffer_.data(), buffer_.size());
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
      pipe.close();
    }
    if (got <= 0) {
      return;
    }
    if (exited_at_ && !killed_at_) {
      drained_by_ = std::min(Clock::now() + silence_after_exit, *exited_at_ + patience_after_exit);
    }
    if (sink) {
      sink(std::string_view(buffer_.data(), static_cast<std::size_t>(got)));
    }
  }

  void reap() {
    if (exited_at_) {
      return;
    }
    int status = 0;
    const pid_t got = ::waitpid(child_.pid, &status, WNOHANG);
    if (got == 0 || (got < 0 && errno == EINTR)) {
      return;
    }
    exited_at_ = Clock::now();
    drained_by_ = *exited_at_ + (killed_at_ ? grace_after_kill : silence_after_exit);
    // ECHILD, somebody else has waited for it, leaves no status: that is no success.
    exit_.status = got > 0 ? exit_status(status) : 255;
  }

  void hand_on_signals() {
    if (watch_ == nullptr) {
      follow_tally();
      return;
    }
    while (const std::optional<CaughtSignal> caught = watch_->next()) {
      if (exit_.interrupted) {
        kill();
      } else {
        exit_.interrupted = caught->number;
        send(caught->from_kernel ? 0 : caught->number);
      }
    }
  }

  // Another run of this process was interrupted: nobody will want our answer.
  void follow_tally() {
    const SignalTally tally = signals_caught();
    if (!exit_.interrupted && tally.count != tally_before_.count) {
      exit_.interrupted = tally.last;
      terminate();
    }
  }

  void keep_deadlines() {
    if (exited_at_ || killed_at_ || !deadline_ || Clock::now() < *deadline_) {
      return;
    }
    if (terminated_) {
      kill();
    } else {
      exit_.timed_out = true;
      terminate();
    }
  }

  void terminate() {
    terminated_ = true;
    deadline_ = Clock::now() + grace_after_terminate;
    send(SIGTERM);
  }

  void kill() {
    if (exited_at_) {
      // What it left behind keeps the pipes open; nobody wants to wait for that now.
      drained_by_ = std::min(drained_by_, Clock::now() + grace_after_kill);
    } else {
      kill_tree(child_.pid);
      exit_.status = 128 + SIGKILL;
    }
    killed_at_ = killed_at_.value_or(Clock::now());
  }

  void send(int number) const {
    if (!exited_at_ && number != 0) {
      ::kill(child_.pid, number);
    }
  }

  void tick() {
    if (ticks() && Clock::now() >= next_tick_) {
      command_.on_tick();
      next_tick_ = Clock::now() + command_.tick;
      give_up();
    }
  }

  void give_up() {
    const bool over = exited_at_ || killed_at_ || terminated_ || exit_.interrupted;
    if (!over && command_.give_up && command_.give_up()) {
      exit_.timed_out = true;
      terminate();
    }
  }

  const ports::Command& command_;
  Child child_;
  SignalWatch* watch_; // nullptr: another run handles signals
  ports::Exit exit_;
  SignalTally tally_before_{signals_caught()};
  std::array<pollfd, 4> polled_{};
  std::vector<char> buffer_ = std::vector<char>(std::size_t{64} << 10U);
  std::optional<Clock::time_point> exited_at_;
  std::optional<Clock::time_point> killed_at_;
  std::optional<Clock::time_point> deadline_;
  Clock::time_point drained_by_;
  Clock::time_point next_tick_;
  bool terminated_{false};
};

} // namespace

Result<ports::Exit> PosixProcess::run(const ports::Command& command,
                                      const ports::ChunkSink& on_stdout,
                                      const ports::ChunkSink& on_stderr) {
  // Before the child starts, so that no signal falls between.
  std::optional<SignalWatch> watch;
  if (command.handle_signals) {
    watch.emplace();
  }
  Result<Child> child = spawn(command);
  if (!child) {
    return tl::unexpected<Error>(std::move(child.error()));
  }
  return Run(command, std::move(*child), watch ? &*watch : nullptr).to_end(on_stdout, on_stderr);
}

} // namespace tidegate::posix
