// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/spawn.hpp"

#include "util/secrets.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace tidegate::posix {

namespace {

struct Pipe {
  Fd read;
  Fd write;
};

// All that the child needs, made before the fork: behind it only async-signal-safe calls are
// allowed, since another thread may have held a lock of the allocator.
struct Launch {
  const char* program{nullptr};
  char* const* argv{nullptr};
  char* const* envp{nullptr};
  int in{-1}; // -1: ours stays
  int out{-1};
  int err{-1};
  int error_pipe{-1};
  pid_t parent{0};
};

std::string reason(int error) {
  return std::generic_category().message(error);
}

// A descriptor below 3 would be overwritten when the child sets up its streams.
Fd above_streams(int fd) {
  if (fd < 0 || fd > 2) {
    return Fd(fd);
  }
  const Fd low(fd);
  return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  Pipe pipe{.read = above_streams(ends[0]), .write = above_streams(ends[1])};
  return pipe.read && pipe.write ? std::optional(std::move(pipe)) : std::nullopt;
}

bool withheld(const ports::Command& command, std::string_view name) {
  return (!command.keep_secrets && util::is_secret_variable(name))
         || std::ranges::find(command.unset_env, name) != command.unset_env.end()
         || std::ranges::any_of(command.env,
                                [&](const auto& variable) { return variable.first == name; });
}

std::vector<std::string> environment_for(const ports::Command& command) {
  std::vector<std::string> result;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view variable(*at);
    if (!withheld(command, variable.substr(0, variable.find('=')))) {
      result.emplace_back(variable);
    }
  }
  for (const auto& [name, value] : command.env) {
    result.push_back(fmt::format("{}={}", name, value));
  }
  return result;
}

std::string search_path(const std::vector<std::string>& environment) {
  constexpr std::string_view prefix = "PATH=";
  for (const std::string& variable : environment) {
    if (variable.starts_with(prefix)) {
      return variable.substr(prefix.size());
    }
  }
  return "/usr/local/bin:/usr/bin:/bin";
}

bool is_program(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)
         && ::access(path.c_str(), X_OK) == 0;
}

// What execvp would run; nullopt where there is nothing.
std::optional<std::string> find_program(const std::string& name, const std::string& path) {
  if (name.find('/') != std::string::npos) {
    return name;
  }
  if (name.empty()) {
    return std::nullopt;
  }
  for (const std::string& folder : util::split(path, ':')) {
    std::string candidate = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (is_program(candidate)) {
      return candidate;
    }
  }
  return std::nullopt;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

void reset_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD}) {
    ::signal(number, SIG_DFL); // NOLINT(bugprone-signal-handler): no handler, the default
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool put(int fd, int stream) {
  return fd < 0 || ::dup2(fd, stream) >= 0;
}

[[noreturn]] void run_child(const Launch& launch) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != launch.parent) {
    ::_exit(127); // it died before prctl could tell the kernel that we want to know
  }
  reset_signals();
  if (put(launch.in, STDIN_FILENO) && put(launch.out, STDOUT_FILENO)
      && put(launch.err, STDERR_FILENO)) {
    ::execve(launch.program, launch.argv, launch.envp);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(launch.error_pipe, &error, sizeof error);
  ::_exit(127);
}

// With all signals blocked: our handlers must not run in the child.
pid_t fork_child(const Launch& launch) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::fork();
  if (pid == 0) {
    run_child(launch);
  }
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

// The errno of a failed execve; 0 where it went well and thereby closed the pipe.
int exec_error(int fd) {
  int error = 0;
  ssize_t got = 0;
  do {
    got = ::read(fd, &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof error) ? error : 0;
}

void wait_for(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

tl::unexpected<Error> not_started(const std::string& name, int error) {
  if (error == ENOENT) {
    return failed(Error::Kind::external,
                  fmt::format("{}: not found", name),
                  fmt::format("install {} or add its folder to PATH", name));
  }
  return failed(Error::Kind::external,
                fmt::format("{}: cannot be started: {}", name, reason(error)),
                error == EACCES || error == ENOEXEC
                    ? fmt::format("check that {} is a program that this user may run", name)
                    : std::string());
}

// Children of a process that ignores SIGCHLD, perhaps by inheritance, cannot be waited for.
void make_children_waitable() {
  struct sigaction action{};
  if (::sigaction(SIGCHLD, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
    ::signal(SIGCHLD, SIG_DFL);
  }
}

} // namespace

Result<Child> spawn(const ports::Command& command) {
  const std::string name = command.argv.empty() ? "" : command.argv.front();
  std::vector<std::string> environment = environment_for(command);
  const auto program = find_program(name, search_path(environment));
  if (!program) {
    return not_started(name, ENOENT);
  }
  std::optional<Pipe> out = command.inherit_stdout ? Pipe{} : make_pipe();
  std::optional<Pipe> err = make_pipe();
  std::optional<Pipe> error_pipe = make_pipe();
  const Fd null =
      command.inherit_stdin ? Fd() : above_streams(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!out || !err || !error_pipe || (!command.inherit_stdin && !null)) {
    return not_started(name, errno);
  }
  std::vector<std::string> arguments = command.argv;
  const std::vector<char*> argv = pointers_to(arguments);
  const std::vector<char*> envp = pointers_to(environment);
  make_children_waitable();
  const pid_t pid = fork_child({.program = program->c_str(),
                                .argv = argv.data(),
                                .envp = envp.data(),
                                .in = null.get(),
                                .out = out->write.get(),
                                .err = err->write.get(),
                                .error_pipe = error_pipe->write.get(),
                                .parent = ::getpid()});
  if (pid < 0) {
    return not_started(name, errno);
  }
  error_pipe->write.close();
  if (const int error = exec_error(error_pipe->read.get()); error != 0) {
    wait_for(pid);
    return not_started(name, error);
  }
  Fd exit_event(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  return Child{.pid = pid,
               .exit_event = std::move(exit_event),
               .out = std::move(out->read),
               .err = std::move(err->read)};
}

} // namespace tidegate::posix
