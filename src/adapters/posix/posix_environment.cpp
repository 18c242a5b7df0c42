// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/posix_environment.hpp"

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <poll.h>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

namespace tidegate::posix {

namespace {

// Whoever shares our terminal or pipe may have set O_NONBLOCK on it: then wait for room.
bool wait_for_room(int fd) {
  pollfd polled{.fd = fd, .events = POLLOUT, .revents = 0};
  return ::poll(&polled, 1, -1) >= 0 || errno == EINTR;
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && (errno != EAGAIN || !wait_for_room(fd))) {
      return false;
    }
  }
  return true;
}

std::optional<winsize> terminal_size() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? std::optional(size) : std::nullopt;
}

} // namespace

std::vector<std::string> PosixEnvironment::names() const {
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

std::optional<std::string> PosixEnvironment::get(const std::string& name) const {
  const char* value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void PosixEnvironment::out(std::string_view text) {
  // Behind a hole nothing more: half a document is worse than its beginning.
  if (out_error_ == 0 && !write_all(STDOUT_FILENO, text)) {
    out_error_ = errno;
  }
}

void PosixEnvironment::err(std::string_view text) {
  err_failed_ = err_failed_ || !write_all(STDERR_FILENO, text);
}

bool PosixEnvironment::err_is_terminal() const {
  return ::isatty(STDERR_FILENO) == 1;
}

int PosixEnvironment::err_columns() const {
  const auto size = terminal_size();
  return size && size->ws_col > 0 ? size->ws_col : 80;
}

int PosixEnvironment::err_rows() const {
  const auto size = terminal_size();
  return size && size->ws_row > 0 ? size->ws_row : 24;
}

Time PosixClock::now() {
  return std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
}

Seconds PosixClock::monotonic() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

void PosixClock::sleep(Seconds span) {
  if (span > Seconds{0}) {
    std::this_thread::sleep_for(span);
  }
}

} // namespace tidegate::posix
