// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/process_tree.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace tidegate::posix {

namespace {

struct Parentage {
  pid_t pid{0};
  pid_t parent{0};
};

std::optional<pid_t> parse_pid(std::string_view text) {
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pid);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return pid;
}

// /proc/PID/stat is `pid (name) state ppid ...`, and the name may hold spaces and brackets.
std::optional<pid_t> parent_of(const std::filesystem::path& folder) {
  std::ifstream file(folder / "stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  const std::vector<std::string> words = util::split(std::string_view(line).substr(name_end), ' ');
  return words.size() > 2 ? parse_pid(words[2]) : std::nullopt;
}

std::vector<Parentage> all_processes() {
  std::vector<Parentage> found;
  std::error_code error;
  for (std::filesystem::directory_iterator at("/proc", error), end; !error && at != end;
       at.increment(error)) {
    const std::optional<pid_t> pid = parse_pid(at->path().filename().string());
    const std::optional<pid_t> parent = pid ? parent_of(at->path()) : std::nullopt;
    if (parent) {
      found.push_back({.pid = *pid, .parent = *parent});
    }
  }
  return found;
}

// Nobody twice: pids are used again, so that what we read may hold a circle.
void add_children(std::vector<pid_t>& family,
                  pid_t parent,
                  const std::vector<Parentage>& processes) {
  for (const Parentage& process : processes) {
    if (process.parent == parent && std::ranges::find(family, process.pid) == family.end()) {
      family.push_back(process.pid);
    }
  }
}

} // namespace

std::vector<pid_t> descendants(pid_t root) {
  const std::vector<Parentage> processes = all_processes();
  std::vector<pid_t> family{root};
  for (std::size_t at = 0; at < family.size(); ++at) {
    add_children(family, family[at], processes);
  }
  family.erase(family.begin());
  return family;
}

void kill_tree(pid_t root) {
  const std::vector<pid_t> family = descendants(root);
  ::kill(root, SIGKILL);
  for (const pid_t pid : family) {
    ::kill(pid, SIGKILL);
  }
}

} // namespace tidegate::posix
