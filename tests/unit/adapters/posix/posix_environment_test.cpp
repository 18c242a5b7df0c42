// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/posix_environment.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

using namespace tidegate;

namespace {

// Puts a pipe in the place of a stream as long as it lives.
class PipedStream {
public:
  explicit PipedStream(int stream)
      : stream_(stream),
        old_(::dup(stream)) {
    REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0);
    ::dup2(ends_[1], stream_);
    ::close(ends_[1]);
  }

  PipedStream(const PipedStream&) = delete;
  PipedStream& operator=(const PipedStream&) = delete;

  ~PipedStream() {
    restore();
    close_reader();
  }

  void restore() {
    if (old_ >= 0) {
      ::dup2(old_, stream_);
      ::close(old_);
      old_ = -1;
    }
  }

  void close_reader() {
    if (ends_[0] >= 0) {
      ::close(ends_[0]);
      ends_[0] = -1;
    }
  }

  void set_non_blocking() const { ::fcntl(stream_, F_SETFL, O_NONBLOCK); }

  // Until nobody holds the other end any more.
  [[nodiscard]] std::string read_all() const {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 1; (got = ::read(ends_[0], part.data(), part.size())) > 0;) {
      text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

private:
  int stream_;
  int old_;
  std::array<int, 2> ends_{-1, -1};
};

// So that a write without a reader is an error and not our end, as main does it.
class WithoutSigpipe {
public:
  WithoutSigpipe()
      : old_(::signal(SIGPIPE, SIG_IGN)) {}

  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

  ~WithoutSigpipe() { ::signal(SIGPIPE, old_); }

private:
  sighandler_t old_;
};

} // namespace

TEST_CASE("an unset variable is told from an empty one") {
  const posix::PosixEnvironment environment;
  ::setenv("TIDEGATE_TEST_EMPTY", "", 1);
  CHECK(environment.get("TIDEGATE_TEST_EMPTY") == "");
  ::unsetenv("TIDEGATE_TEST_EMPTY");
  CHECK_FALSE(environment.get("TIDEGATE_TEST_EMPTY"));
  CHECK(environment.text("TIDEGATE_TEST_EMPTY").empty());
}

TEST_CASE("a stream that does not block gets everything, however slow its reader is") {
  const std::string much(3'000'000, 'x');
  PipedStream out(STDOUT_FILENO);
  out.set_non_blocking();
  std::string got;
  std::thread reader([&] { got = out.read_all(); });
  posix::PosixEnvironment environment;
  environment.out(much);
  environment.out("end");
  out.restore();
  reader.join();
  CHECK(got == much + "end");
  CHECK(environment.out_error() == 0);
}

TEST_CASE("a reader of stdout that has gone away is remembered") {
  const WithoutSigpipe ignored;
  posix::PosixEnvironment environment;
  {
    PipedStream out(STDOUT_FILENO);
    out.close_reader();
    environment.out("");
    environment.out("lost");
  }
  CHECK(environment.out_error() == EPIPE);
}

TEST_CASE("a reader of stderr that has gone away is no matter") {
  const WithoutSigpipe ignored;
  posix::PosixEnvironment environment;
  {
    PipedStream err(STDERR_FILENO);
    err.close_reader();
    environment.err("lost");
    environment.err("too");
  }
  CHECK(environment.out_error() == 0);
}

TEST_CASE("a stderr that is no terminal has the usual size") {
  const posix::PosixEnvironment environment;
  const PipedStream err(STDERR_FILENO);
  CHECK_FALSE(environment.err_is_terminal());
  CHECK(environment.err_columns() == 80);
  CHECK(environment.err_rows() == 24);
}

TEST_CASE("the clocks go on") {
  posix::PosixClock clock;
  const auto before = clock.monotonic();
  CHECK(clock.now() > Time(std::chrono::hours(24 * 365 * 50)));
  CHECK(clock.monotonic() >= before);
}
