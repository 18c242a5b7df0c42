// SPDX-License-Identifier: Apache-2.0
#include "github/git/child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace github_standin {

namespace {

constexpr std::size_t portion = 64U << 10U;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

tl::expected<Pipe, std::string> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return tl::unexpected(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// Pointers into the strings, with the null at the end that exec wants.
std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (const std::string& text : texts) {
    list.push_back(const_cast<char*>(text.c_str())); // exec takes them so and changes none
  }
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> whole_environment(const std::vector<std::string>& added) {
  std::vector<std::string> all = added;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    // A hook of git that started us would make our git work on its repository.
    if (std::strncmp(*entry, "GIT_", 4) != 0) {
      all.emplace_back(*entry);
    }
  }
  return all;
}

// Default signals and none blocked: this process ignores SIGPIPE and blocks SIGTERM.
void set_signals(posix_spawnattr_t& attributes) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

int spawn(const ChildOrder& order, int input, int output, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  // The server's sockets among them: the library opens them without O_CLOEXEC.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  set_signals(attributes);
  const std::vector<std::string> variables = whole_environment(order.environment);
  const std::vector<char*> arguments = pointers(order.command);
  const std::vector<char*> environment = pointers(variables);
  const int error = ::posix_spawnp(
      &pid, arguments.front(), &actions, &attributes, arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

} // namespace

Child::Child(pid_t pid, Descriptor input, Descriptor output)
    : pid_(pid),
      input_(std::move(input)),
      output_(std::move(output)) {}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      ahead_(std::move(other.ahead_)) {}

Child::~Child() {
  if (pid_ > 0) {
    close_input();
    output_.reset();
    wait();
  }
}

tl::expected<Child, std::string> Child::start(const ChildOrder& order) {
  auto to_child = make_pipe();
  auto from_child = make_pipe();
  if (!to_child || !from_child) {
    return tl::unexpected(!to_child ? to_child.error() : from_child.error());
  }
  pid_t pid = -1;
  const int error = spawn(order, to_child->read.get(), from_child->write.get(), pid);
  if (error != 0) {
    return tl::unexpected("cannot start " + order.command.front() + ": " + std::strerror(error));
  }
  ::fcntl(to_child->write.get(), F_SETFL, O_NONBLOCK);
  return Child(pid, std::move(to_child->write), std::move(from_child->read));
}

bool Child::take_output() {
  std::string bytes(portion, '\0');
  ssize_t count = 0;
  do {
    count = ::read(output_.get(), bytes.data(), bytes.size());
  } while (count < 0 && errno == EINTR);
  if (count <= 0) {
    return false;
  }
  ahead_.append(bytes, 0, static_cast<std::size_t>(count));
  return true;
}

bool Child::write(std::string_view bytes) {
  bool talks = true;
  while (!bytes.empty()) {
    std::array<pollfd, 2> ends{
        {{.fd = input_.get(), .events = POLLOUT, .revents = 0},
         {.fd = talks ? output_.get() : -1, .events = POLLIN, .revents = 0}}};
    if (::poll(ends.data(), ends.size(), -1) < 0 && errno != EINTR) {
      return false;
    }
    if (ends[1].revents != 0) {
      talks = take_output();
    }
    if (ends[0].revents == 0) {
      continue;
    }
    const ssize_t count = ::write(input_.get(), bytes.data(), bytes.size());
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
  return true;
}

void Child::close_input() {
  input_.reset();
}

std::string Child::read() {
  if (ahead_.empty()) {
    take_output();
  }
  return std::exchange(ahead_, std::string());
}

std::string Child::read_all() {
  while (take_output()) {
  }
  return std::exchange(ahead_, std::string());
}

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0) {
    if (errno != EINTR) {
      break;
    }
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Outcome run(const ChildOrder& order, std::string_view input) {
  auto child = Child::start(order);
  if (!child) {
    return {};
  }
  child->write(input); // a program may end without having read all of it
  child->close_input();
  Outcome outcome;
  outcome.output = child->read_all();
  outcome.status = child->wait();
  return outcome;
}

} // namespace github_standin
