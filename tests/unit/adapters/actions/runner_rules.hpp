// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cctype>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::test {

// How the runner reads $GITHUB_OUTPUT (actions/runner FileCommandManager.cs, EnvFileKeyValuePairs);
// nullopt where it would fail the step.
inline std::optional<std::vector<std::pair<std::string, std::string>>>
read_outputs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> outputs;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  bool newline = false; // the line read last had one
  const auto read_line = [&]() -> std::optional<std::string_view> {
    if (text.empty()) {
      newline = false;
      return std::nullopt;
    }
    const std::size_t end = text.find('\n');
    newline = end != std::string_view::npos;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(newline ? end + 1 : text.size());
    return line;
  };
  while (const auto line = read_line()) {
    const std::size_t equals = line->find('=');
    const std::size_t heredoc = line->find("<<");
    if (line->empty()) {
      continue;
    }
    if (equals < heredoc) {
      outputs.emplace_back(line->substr(0, equals), line->substr(equals + 1));
      continue;
    }
    if (heredoc == std::string_view::npos || heredoc == 0 || heredoc + 2 == line->size()) {
      return std::nullopt;
    }
    const std::string_view delimiter = line->substr(heredoc + 2);
    std::string value;
    bool first = true;
    auto next = read_line();
    while (next != delimiter) {
      if (!next || !newline) {
        return std::nullopt;
      }
      value += (first ? "" : "\n") + std::string(*next);
      first = false;
      next = read_line();
    }
    outputs.emplace_back(line->substr(0, heredoc), value);
  }
  return outputs;
}

// Which commands the runner carries out in a log (actions/runner ActionCommandManager.cs and
// ActionCommand.cs): "name|properties|data" each, the fence's own left out.
inline std::vector<std::string> obeyed_commands(const std::string& log) {
  std::set<std::string> known{"error",
                              "warning",
                              "notice",
                              "debug",
                              "group",
                              "endgroup",
                              "set-output",
                              "save-state",
                              "add-mask",
                              "add-matcher",
                              "add-path",
                              "set-env",
                              "echo",
                              "stop-commands"};
  std::vector<std::string> obeyed;
  std::string stopped_by;
  const auto lower = [](std::string text) {
    for (char& c : text) {
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
  };
  const auto parse = [&](std::string_view line) -> std::optional<std::vector<std::string>> {
    const auto parts = [&](std::string_view info, std::string_view data) {
      const std::size_t blank = info.find(' ');
      const std::string name = lower(std::string(info.substr(0, blank)));
      const std::string properties{blank == std::string_view::npos ? "" : info.substr(blank + 1)};
      return known.contains(name)
                 ? std::optional(std::vector<std::string>{name, properties, std::string(data)})
                 : std::nullopt;
    };
    std::string_view trimmed = line;
    while (!trimmed.empty() && std::isspace(static_cast<unsigned char>(trimmed.front())) != 0) {
      trimmed.remove_prefix(1);
    }
    const std::size_t end =
        trimmed.starts_with("::") ? trimmed.find("::", 2) : std::string_view::npos;
    if (end != std::string_view::npos) {
      if (auto command = parts(trimmed.substr(2, end - 2), trimmed.substr(end + 2))) {
        return command;
      }
    }
    const std::size_t begin = line.find("##[");
    const std::size_t close = begin == std::string_view::npos ? begin : line.find(']', begin);
    return close == std::string_view::npos
               ? std::nullopt
               : parts(line.substr(begin + 3, close - begin - 3), line.substr(close + 1));
  };
  std::size_t at = 0;
  while (at < log.size()) { // .NET ends a line at \n, \r and \r\n
    const std::size_t end = std::min(log.find_first_of("\r\n", at), log.size());
    const auto command = parse(std::string_view(log).substr(at, end - at));
    at = end + 1;
    if (!command) {
      continue;
    }
    const std::string& name = command->front();
    if (!stopped_by.empty()) {
      if (name == stopped_by) {
        known.erase(stopped_by);
        stopped_by.clear();
      }
    } else if (name == "stop-commands") {
      stopped_by = lower(command->at(2));
      known.insert(stopped_by);
    } else {
      obeyed.push_back(name + "|" + command->at(1) + "|" + command->at(2));
    }
  }
  return obeyed;
}

} // namespace tidegate::test
