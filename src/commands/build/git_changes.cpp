// SPDX-License-Identifier: Apache-2.0
#include "commands/build/git_changes.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace tidegate::commands {
namespace {

constexpr std::chrono::milliseconds time_limit{100};
constexpr std::size_t most_bytes = 1'000'000;

// A record's commit comes from a file: it must not be an option of git.
bool is_commit(std::string_view text) {
  constexpr std::size_t sha1_digits = 40;
  constexpr std::size_t sha256_digits = 64;
  return (text.size() == sha1_digits || text.size() == sha256_digits)
         && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

std::vector<std::string>
changed_since(const std::string& sha, const std::string& folder, ports::Process& process) {
  if (!is_commit(sha) || folder.empty()) {
    return {};
  }
  ports::Command command;
  // No program that the repository's own configuration names may run here.
  command.argv = {"git",
                  "-C",
                  folder,
                  "-c",
                  "core.fsmonitor=false",
                  "diff",
                  "--name-only",
                  "-z",
                  "--relative",
                  "--no-ext-diff",
                  "--no-textconv",
                  sha,
                  "--"};
  command.env = {{"GIT_OPTIONAL_LOCKS", "0"}};
  command.handle_signals = false;
  command.time_limit = time_limit;
  std::string answer;
  const auto collect = [&](std::string_view chunk) {
    answer += chunk.substr(0, most_bytes - std::min(most_bytes, answer.size()));
  };
  const auto exit = process.run(command, collect, [](std::string_view) {});
  if (!exit || exit->status != 0 || exit->timed_out || answer.size() >= most_bytes) {
    return {};
  }
  std::vector<std::string> names = util::split(answer, '\0');
  std::erase(names, "");
  return names;
}

} // namespace tidegate::commands
