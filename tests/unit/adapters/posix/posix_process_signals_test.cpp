// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/posix_process.hpp"
#include "adapters/posix/signal_watch.hpp"
#include "support/scripts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <ctime>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <pty.h>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <tuple>
#include <unistd.h>
#include <utility>

using namespace tidegate;
using std::chrono::seconds;
using std::chrono::steady_clock;
using test::counts_signals;
using test::ignores_signals;
using test::OnOutput;
using test::Ran;
using test::run;
using test::Scripts;

namespace {

// Acts when the output first holds `mark`, and once only.
OnOutput at(std::string mark, std::function<void()> act) {
  return
      [mark = std::move(mark), act = std::move(act), done = false](const std::string& out) mutable {
        if (!done && out.find(mark) != std::string::npos) {
          done = true;
          act();
        }
      };
}

// A zombie is gone: whether somebody waits for an orphan is not our matter.
bool is_alive(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  return name_end != std::string::npos && line.substr(name_end, 3) != ") Z";
}

bool comes_true(const std::function<bool()>& condition) {
  const auto patience = steady_clock::now() + seconds(20);
  while (!condition() && steady_clock::now() < patience) {
    ::usleep(1000);
  }
  return condition();
}

// Writes its pid to a file that appears whole.
constexpr const char* tells_pid = "echo $$ > \"$1.new\"\nmv \"$1.new\" \"$1\"\nexec sleep 300\n";

} // namespace

TEST_CASE("a signal to us is handed on, recorded, and the program ends in its own way") {
  Scripts scripts;
  const std::string program = scripts.write("a", counts_signals);
  for (const auto& [number, status, mark] :
       {std::tuple{SIGINT, 41, "got-int\n"}, std::tuple{SIGTERM, 42, "got-term\n"}}) {
    const auto ran =
        run({.argv = {program}}, at("ready", [number = number] { ::kill(::getpid(), number); }));
    REQUIRE(ran.exit);
    CHECK(ran.exit->interrupted == number);
    CHECK(ran.exit->status == status);
    CHECK(ran.out.find(mark) != std::string::npos);
  }
}

TEST_CASE("the handlers from before are there again afterwards") {
  struct sigaction before{};
  struct sigaction after{};
  ::sigaction(SIGTERM, nullptr, &before);
  run({.argv = {"true"}});
  ::sigaction(SIGTERM, nullptr, &after);
  CHECK((before.sa_handler == after.sa_handler));
}

TEST_CASE("signals that the caller holds back are seen while a program runs") {
  Scripts scripts;
  sigset_t held;
  sigset_t old;
  ::sigemptyset(&held);
  ::sigaddset(&held, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &held, &old);
  ::kill(::getpid(), SIGTERM); // came before
  const auto ran = run({.argv = {scripts.write("a", counts_signals)}});
  sigset_t after;
  ::pthread_sigmask(SIG_SETMASK, &old, &after);
  CHECK(::sigismember(&after, SIGTERM) == 1);
  REQUIRE(ran.exit);
  CHECK(ran.exit->interrupted == SIGTERM);
  CHECK((ran.exit->status == 42 || ran.exit->status == 128 + SIGTERM)); // before or after its trap
}

TEST_CASE("a second signal ends the program and what it started, at once") {
  Scripts scripts;
  pid_t grandchild = 0;
  int asked = 0;
  const auto ran =
      run({.argv = {scripts.write("a", ignores_signals)}}, [&](const std::string& out) {
        if (asked == 0 && out.find("ready") != std::string::npos) {
          grandchild = std::stoi(out.substr(out.find(' ') + 1));
          asked = 1;
          ::kill(::getpid(), SIGINT);
        } else if (asked == 1 && out.find("again") != std::string::npos) {
          asked = 2;
          ::kill(::getpid(), SIGTERM);
        }
      });
  REQUIRE(ran.exit);
  CHECK(asked == 2);
  CHECK(ran.exit->interrupted == SIGINT);
  CHECK(ran.exit->status == 128 + SIGKILL);
  CHECK(ran.took < seconds(5));
  REQUIRE(grandchild > 0);
  CHECK(comes_true([&] { return !is_alive(grandchild); }));
}

TEST_CASE("a process that has left the family cannot hold us up after a second signal") {
  Scripts scripts;
  // setsid with a parent that ends at once: its parent is init, it is no descendant any more.
  const std::string program = scripts.write("a",
                                            "trap 'echo again' INT TERM\n"
                                            "(setsid sleep 300 & echo sleeper $! >&2)\n"
                                            "echo ready\n"
                                            "while :; do sleep 0.02; done\n");
  int asked = 0;
  const auto ran = run({.argv = {program}}, [&](const std::string& out) {
    if ((asked == 0 && out.find("ready") != std::string::npos)
        || (asked == 1 && out.find("again") != std::string::npos)) {
      ++asked;
      ::kill(::getpid(), SIGINT);
    }
  });
  CHECK(asked == 2);
  CHECK(ran.exit->status == 128 + SIGKILL);
  CHECK(ran.took < seconds(5));
  const std::size_t name = ran.err.find("sleeper ");
  REQUIRE(name != std::string::npos);
  ::kill(std::stoi(ran.err.substr(name + 8)), SIGKILL);
}

TEST_CASE("a run beside the one that handles signals ends as soon as that one is interrupted") {
  Scripts scripts;
  const std::string program = scripts.write("a", counts_signals);
  const std::string beside = scripts.write("b", tells_pid);
  const std::string pid_file = scripts.file("pid");
  std::future<Ran> other = std::async(std::launch::async, [&] {
    return run({.argv = {beside, pid_file}, .handle_signals = false});
  });
  REQUIRE(comes_true([&] { return std::filesystem::exists(pid_file); }));
  const auto ran = run({.argv = {program}}, at("ready", [] { ::kill(::getpid(), SIGTERM); }));
  CHECK(ran.exit->interrupted == SIGTERM);
  CHECK(ran.exit->status == 42);
  const Ran ended = other.get();
  REQUIRE(ended.exit);
  CHECK(ended.exit->interrupted == SIGTERM);
  CHECK(ended.exit->status == 128 + SIGTERM);
  CHECK(ended.took < seconds(20));
}

TEST_CASE("a signal from a terminal is told from one that a process sent") {
  posix::SignalWatch watch;
  ::kill(::getpid(), SIGINT);
  const auto sent = watch.next();
  REQUIRE(sent);
  CHECK(sent->number == SIGINT);
  CHECK_FALSE(sent->from_kernel);
  CHECK_FALSE(watch.next());
}

TEST_CASE("a signal that nobody took is there again afterwards") {
  sigset_t held;
  sigset_t old;
  ::sigemptyset(&held);
  ::sigaddset(&held, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &held, &old);
  {
    const posix::SignalWatch watch;
    ::kill(::getpid(), SIGTERM);
  }
  const timespec at_once{};
  const int taken = ::sigtimedwait(&held, nullptr, &at_once);
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  CHECK(taken == SIGTERM);
}

TEST_CASE("a signal that the terminal sent to everybody is not handed on again") {
  Scripts scripts;
  // Counts what it gets; the lines tell that time has passed.
  const std::string program = scripts.write("a",
                                            "n=0\n"
                                            "trap 'n=$((n+1)); echo int' INT\n"
                                            "trap 'exit $((40 + n))' TERM\n"
                                            "echo ready $$\n"
                                            "while :; do sleep 0.02; echo line; done\n");
  int terminal = -1;
  const pid_t middle = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(middle >= 0);
  if (middle == 0) {
    bool told = false;
    bool ended = false;
    const auto ran = run({.argv = {program}}, [&](const std::string& out) {
      if (!told && out.find("line") != std::string::npos) {
        told = true;
        [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, "press\n", 6);
      }
      const std::size_t got = out.find("int\n");
      if (!ended && got != std::string::npos && std::ranges::count(out.substr(got), '\n') > 5) {
        ended = true;
        ::kill(std::stoi(out.substr(out.find(' ') + 1)), SIGTERM);
      }
    });
    ::_exit(ran.exit && ran.exit->interrupted == SIGINT ? ran.exit->status : 1);
  }
  std::array<char, 256> text{};
  REQUIRE(::read(terminal, text.data(), text.size()) > 0);
  REQUIRE(::write(terminal, "\x03", 1) == 1);
  int status = 0;
  REQUIRE(::waitpid(middle, &status, 0) == middle);
  ::close(terminal);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 41);
}

TEST_CASE("a program ends with us, even where nobody could tell it") {
  Scripts scripts;
  const std::string program = scripts.write("a", tells_pid);
  const std::string pid_file = scripts.file("pid");
  const pid_t middle = ::fork();
  if (middle == 0) {
    posix::PosixProcess().run({.argv = {program, pid_file}}, nullptr, nullptr);
    ::_exit(0);
  }
  REQUIRE(comes_true([&] { return std::filesystem::exists(pid_file); }));
  pid_t pid = 0;
  std::ifstream(pid_file) >> pid;
  ::kill(middle, SIGKILL);
  ::waitpid(middle, nullptr, 0);
  REQUIRE(pid > 0);
  CHECK(comes_true([&] { return !is_alive(pid); }));
}
