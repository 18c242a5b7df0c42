// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_command.hpp"

#include "commands/action/input_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr std::string_view separators = " \t\r\n";

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 || byte == 0x7f) && separators.find(c) == std::string_view::npos;
}

// One word from the front of `text`, which begins with no separator; false where a quote stays
// open.
bool take_word(std::string_view& text, std::string& word) {
  char quote = 0;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote == 0 && separators.find(c) != std::string_view::npos) {
      break;
    }
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      word += c;
    }
  }
  text.remove_prefix(at);
  return quote == 0;
}

void skip_separators(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
}

} // namespace

Result<std::vector<std::string>> split_words(std::string_view text) {
  if (std::ranges::any_of(text, is_control)) {
    return failed(Error::Kind::usage, "there is a control character in it", "write it anew");
  }
  std::vector<std::string> words;
  for (skip_separators(text); !text.empty(); skip_separators(text)) {
    std::string word;
    if (!take_word(text, word)) {
      return failed(Error::Kind::usage,
                    "a quote stays open",
                    "close it, or put quotes of the other kind around the word");
    }
    words.push_back(std::move(word));
  }
  return words;
}

Result<ActionCommand> read_action_command(const ports::Environment& environment) {
  const InputReader inputs(environment);
  auto words = split_words(inputs.text("run"));
  if (!words) {
    return tl::unexpected(std::move(words.error()).in("input \"run\""));
  }
  if (words->empty() || words->front() == "action") {
    return failed(Error::Kind::usage,
                  "input \"run\": no command of tidegate",
                  "write one without the name of the program, such as `events fetch`");
  }
  return ActionCommand{std::move(*words), inputs.text("working-directory")};
}

Result<void> enter_working_directory(const std::string& folder) {
  if (folder.empty()) {
    return {};
  }
  std::error_code problem;
  std::filesystem::current_path(folder, problem);
  if (problem) {
    return failed(Error::Kind::usage,
                  fmt::format("working-directory: \"{}\": {}", folder, problem.message()),
                  "name a folder that an earlier step made");
  }
  return {};
}

} // namespace tidegate::commands
