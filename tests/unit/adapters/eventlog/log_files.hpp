// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/event_log.hpp"

#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tidegate::eventlog {

inline constexpr model::EventLayout standard = model::EventLayout::standard;

// 2026-11-21T00:18:45Z
inline Time november() {
  return Time(std::chrono::seconds(1795220325));
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void put(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

inline std::vector<std::string> lines_of(const EventLog& log) {
  std::vector<std::string> lines;
  const auto read = log.read([](const auto&) { return EventLog::Position{}; },
                             [&](const EventLog::Line& line) { lines.emplace_back(line.text); });
  return read ? lines : std::vector<std::string>{read.error().message};
}

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::exists(folder)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      files.push_back(entry.path());
    }
  }
  return files;
}

// Runs `work` in a child process, whose exit status is its result.
inline pid_t start_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(work());
  }
  return child;
}

inline int exit_status_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace tidegate::eventlog
