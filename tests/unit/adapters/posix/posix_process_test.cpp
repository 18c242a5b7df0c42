// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/posix_process.hpp"
#include "support/scripts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

using namespace tidegate;
using ports::Command;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using test::counts_signals;
using test::ignores_signals;
using test::run;
using test::Scripts;

TEST_CASE("a program's output and exit status come back") {
  Scripts scripts;
  const auto ran = run({.argv = {scripts.write("a", "echo out; echo err >&2; exit 7\n")}});
  REQUIRE(ran.exit);
  CHECK(ran.exit->status == 7);
  CHECK_FALSE(ran.exit->interrupted);
  CHECK_FALSE(ran.exit->timed_out);
  CHECK(ran.out == "out\n");
  CHECK(ran.err == "err\n");
}

TEST_CASE("arguments reach the program as they are, without a shell") {
  const auto ran = run({.argv = {"printf", "%s|", "$HOME", "a b", "", "`id`;*", "\n"}});
  CHECK(ran.out == "$HOME|a b||`id`;*|\n|");
}

TEST_CASE("a program that is not there is an error with a hint, before anything runs") {
  const auto ran = run({.argv = {"tidegate-no-such-program", "x"}});
  REQUIRE_FALSE(ran.exit);
  CHECK(ran.exit.error().kind == Error::Kind::external);
  CHECK(ran.exit.error().message == "tidegate-no-such-program: not found");
  CHECK(ran.exit.error().hint == "install tidegate-no-such-program or add its folder to PATH");
}

TEST_CASE("a program that cannot be started says why") {
  Scripts scripts;
  std::ofstream(scripts.file("plain")) << "no program\n";
  const auto forbidden = run({.argv = {scripts.file("plain")}});
  REQUIRE_FALSE(forbidden.exit);
  CHECK(forbidden.exit.error().message
        == scripts.file("plain") + ": cannot be started: Permission denied");
  std::filesystem::permissions(scripts.file("plain"), std::filesystem::perms::owner_all);
  const auto nonsense = run({.argv = {scripts.file("plain")}});
  REQUIRE_FALSE(nonsense.exit);
  CHECK(nonsense.exit.error().message
        == scripts.file("plain") + ": cannot be started: Exec format error");
  CHECK_FALSE(run({.argv = {}}).exit);
}

TEST_CASE("the program is looked up on the PATH that it will have") {
  Scripts scripts;
  const std::string program = scripts.write("only-here", "echo found\n");
  const std::string folder = std::filesystem::path(program).parent_path().string();
  const auto ran = run({.argv = {"only-here"}, .env = {{"PATH", folder + ":/usr/bin:/bin"}}});
  CHECK(ran.out == "found\n");
  CHECK_FALSE(run({.argv = {"only-here"}}).exit);
}

TEST_CASE("variables are set and unset for the program only") {
  ::setenv("TIDEGATE_TEST_A", "ours", 1);
  ::setenv("TIDEGATE_TEST_B", "ours", 1);
  const auto ran =
      run({.argv = {"sh", "-c", "echo $TIDEGATE_TEST_A,${TIDEGATE_TEST_B-unset},$HOME"},
           .env = {{"TIDEGATE_TEST_A", "its"}, {"HOME", "/h"}},
           .unset_env = {"TIDEGATE_TEST_B"}});
  CHECK(ran.out == "its,unset,/h\n");
  CHECK(std::string(::getenv("TIDEGATE_TEST_A")) == "ours");
  ::unsetenv("TIDEGATE_TEST_A");
  ::unsetenv("TIDEGATE_TEST_B");
}

TEST_CASE("only a program that is to have them gets the secrets of the environment") {
  const std::vector<std::string> argv{"sh", "-c", "env | grep -c =TIDEGATE_TEST_SECRET"};
  const std::array names{
      "INPUT_SECRETS", "INPUT_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN"};
  for (const char* name : names) {
    ::setenv(name, "TIDEGATE_TEST_SECRET", 1);
  }
  CHECK(run({.argv = argv}).out == "0\n");
  CHECK(run({.argv = argv, .unset_env = {"INPUT_SECRETS"}, .keep_secrets = true}).out == "4\n");
  for (const char* name : names) {
    ::unsetenv(name);
  }
}

TEST_CASE("stdin is empty") {
  CHECK(run({.argv = {"cat"}}).out.empty());
}

TEST_CASE("what we ignore and block is default and unblocked in the program") {
  // SIGHUP, SIGQUIT and others stay as they are: nohup and shells mean it so.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGCHLD, SIG_IGN);
  sigset_t blocked;
  sigset_t old;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &old);
  const auto ran = run({.argv = {"grep", "-E", "SigBlk|SigIgn", "/proc/self/status"}});
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  REQUIRE(ran.out.starts_with("SigBlk:\t0000000000000000\nSigIgn:\t"));
  const auto ignored = std::stoull(ran.out.substr(ran.out.rfind('\t') + 1), nullptr, 16);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD}) {
    CAPTURE(number);
    CHECK((ignored & (1ULL << static_cast<unsigned>(number - 1))) == 0);
  }
}

TEST_CASE("a program gets its three streams and no other descriptor of ours") {
  // Whoever started the tests may have left some open that are meant for every child.
  std::size_t inherited = 0;
  for (int fd = 3; fd < 1024; ++fd) {
    const int flags = ::fcntl(fd, F_GETFD);
    inherited += flags >= 0 && (static_cast<unsigned>(flags) & FD_CLOEXEC) == 0U ? 1U : 0U;
  }
  const auto ran = run({.argv = {"ls", "/proc/self/fd"}}); // one more is the folder itself
  CHECK(static_cast<std::size_t>(std::ranges::count(ran.out, '\n')) == 3 + inherited + 1);
}

TEST_CASE("a status above 128 tells the signal that ended the program") {
  const auto ran = run({.argv = {"sh", "-c", "kill -SEGV $$"}});
  CHECK(ran.exit->status == 128 + SIGSEGV);
}

TEST_CASE("a process left behind that keeps the pipes open does not hang us") {
  Scripts scripts;
  const auto ran = run({.argv = {scripts.write("a", "sleep 300 &\necho $!\nexit 3\n")}});
  REQUIRE(ran.exit);
  CHECK(ran.exit->status == 3);
  CHECK(ran.took < seconds(5));
  ::kill(std::stoi(ran.out), SIGKILL);
}

TEST_CASE("what a process left behind writes soon after the end is still read") {
  Scripts scripts;
  const auto ran = run({.argv = {scripts.write("a", "(sleep 0.1; echo late) &\necho early\n")}});
  CHECK(ran.out == "early\nlate\n");
}

TEST_CASE("a process left behind that never stops writing does not hang us either") {
  Scripts scripts;
  const auto ran =
      run({.argv = {scripts.write("a", "(while :; do echo more || exit; sleep 0.05; done) &\n")}});
  CHECK(ran.exit->status == 0);
  CHECK(ran.took < seconds(20));
  CHECK(ran.took >= seconds(2));
}

TEST_CASE("a program that overstays its time limit gets SIGTERM") {
  Scripts scripts;
  const auto ran =
      run({.argv = {scripts.write("a", counts_signals)}, .time_limit = milliseconds(300)});
  REQUIRE(ran.exit);
  CHECK(ran.exit->timed_out);
  CHECK_FALSE(ran.exit->interrupted);
  CHECK((ran.exit->status == 42 || ran.exit->status == 128 + SIGTERM));
  CHECK(ran.took >= milliseconds(300));
}

TEST_CASE("a program that does not heed SIGTERM is killed two seconds later") {
  Scripts scripts;
  const auto ran =
      run({.argv = {scripts.write("a", ignores_signals)}, .time_limit = milliseconds(300)});
  REQUIRE(ran.exit);
  CHECK(ran.exit->timed_out);
  CHECK(ran.exit->status == 128 + SIGKILL);
  CHECK(ran.took >= milliseconds(2300));
  CHECK(ran.took < seconds(10));
}

TEST_CASE("a program within its time limit is left alone") {
  const auto ran = run({.argv = {"true"}, .time_limit = seconds(60)});
  CHECK(ran.exit->status == 0);
  CHECK_FALSE(ran.exit->timed_out);
  CHECK(ran.took < seconds(30));
}

TEST_CASE("a child that is given up is told to stop, and only then") {
  int asked = 0;
  const auto ran = run({.argv = {"sleep", "60"},
                        .on_tick = [] {},
                        .tick = milliseconds(20),
                        .give_up = [&asked] { return ++asked == 3; }});
  CHECK(asked == 3);
  CHECK(ran.exit->timed_out);
  CHECK(ran.exit->status == 128 + SIGTERM);
  CHECK_FALSE(ran.exit->interrupted);
}

TEST_CASE("the tick comes again and again while the program is silent") {
  int ticks = 0;
  Scripts scripts;
  const std::string flag = scripts.file("go-on");
  Command command{
      .argv = {scripts.write("a", "while [ ! -e \"$1\" ]; do sleep 0.01; done\n"), flag}};
  command.tick = milliseconds(10);
  command.on_tick = [&] {
    if (++ticks == 5) {
      std::ofstream(flag) << "x";
    }
  };
  CHECK(run(command).exit->status == 0);
  CHECK(ticks >= 5);
}

TEST_CASE("both pipes may be full at once and nothing is lost") {
  Scripts scripts;
  const std::string program = scripts.write("a",
                                            "head -c 30000000 /dev/zero >&2 &\n"
                                            "head -c 30000000 /dev/zero\n"
                                            "wait\n");
  const auto ran = run({.argv = {program}});
  CHECK(ran.exit->status == 0);
  CHECK(ran.out.size() == 30'000'000);
  CHECK(ran.err.size() == 30'000'000);
}

TEST_CASE("a flood of output is read without being kept") {
  std::size_t bytes = 0;
  const auto begin = steady_clock::now();
  const auto exit = posix::PosixProcess().run(
      {.argv = {"head", "-c", "500000000", "/dev/zero"}},
      [&](std::string_view chunk) { bytes += chunk.size(); },
      nullptr);
  const std::chrono::duration<double> took = steady_clock::now() - begin;
  REQUIRE(exit);
  CHECK(bytes == 500'000'000);
  MESSAGE("read " << 500.0 / took.count() << " MB/s");
}

TEST_CASE("a program may write to our own stdout") {
  Scripts scripts;
  const Command command{.argv = {scripts.write("a", "echo straight; echo talk >&2\n")},
                        .inherit_stdout = true};
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const int old = ::dup(STDOUT_FILENO);
  ::dup2(ends[1], STDOUT_FILENO);
  const auto ran = run(command);
  ::dup2(old, STDOUT_FILENO);
  ::close(old);
  ::close(ends[1]);
  std::array<char, 64> text{};
  const auto got = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  CHECK(std::string_view(text.data(), static_cast<std::size_t>(got)) == "straight\n");
  CHECK(ran.out.empty());
  CHECK(ran.err == "talk\n");
}
