// SPDX-License-Identifier: Apache-2.0
#include "model/created_by.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tidegate::model {
namespace {

constexpr std::string_view buildkit_mark = "# buildkit";

// Where a command of the shell form begins: BuildKit's default shells and those that SHELL names.
constexpr std::array shells{
    std::string_view("/bin/sh -c "),
    std::string_view("/bin/sh -ec "),
    std::string_view("/bin/sh -exc "),
    std::string_view("/bin/bash -c "),
    std::string_view("/bin/bash -ec "),
    std::string_view("/bin/bash -euo pipefail -c "),
    std::string_view("/bin/bash -eo pipefail -c "),
    std::string_view("/bin/bash -o pipefail -c "),
    std::string_view("/bin/ash -eo pipefail -c "),
    std::string_view("/bin/ash -o pipefail -c "),
    std::string_view("bash -c "),
    std::string_view("sh -c "),
    std::string_view("cmd /S /C "),
};

struct Words {
  std::string_view first;
  std::string_view rest;
};

Words first_word(std::string_view text) {
  text = util::trim(text);
  const auto end = std::min(text.find_first_of(" \t\n"), text.size());
  return {text.substr(0, end), util::trim(text.substr(end))};
}

std::string_view without_flags(std::string_view text) {
  auto words = first_word(text);
  while (words.first.starts_with("--")) {
    text = words.rest;
    words = first_word(text);
  }
  return text;
}

std::string_view without_shell(std::string_view text) {
  for (const auto shell : shells) {
    if (text.starts_with(shell)) {
      return text.substr(shell.size());
    }
  }
  return text;
}

std::string single_blanks(std::string_view text) {
  std::string plain;
  for (const char letter : text) {
    const bool blank = std::isspace(static_cast<unsigned char>(letter)) != 0;
    if (!blank) {
      plain += letter;
    } else if (!plain.empty() && plain.back() != ' ') {
      plain += ' ';
    }
  }
  return std::string(util::trim(plain));
}

std::string upper(std::string_view word) {
  std::string text(word);
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::toupper(letter));
  });
  return text;
}

} // namespace

std::string without_arguments(std::string_view created_by) {
  const std::string_view text = util::trim(created_by);
  const auto mark = text.starts_with('|') ? 0 : text.find(" |");
  const bool counted = mark != std::string_view::npos && mark <= 4
                       && text.substr(mark + 1).find_first_of("0123456789") <= 1;
  if (!counted) {
    return std::string(text);
  }
  auto begin = std::string_view::npos;
  for (const auto shell : shells) {
    const auto at = text.find(" " + std::string(shell), mark);
    begin = std::min(begin, at);
  }
  std::string plain(text.substr(0, mark));
  if (begin != std::string_view::npos) {
    plain += text.substr(begin + (plain.empty() ? 1 : 0));
  }
  return plain;
}

std::string plain_instruction(std::string_view text) {
  text = util::trim(text);
  if (text.ends_with(buildkit_mark)) {
    text = util::trim(text.substr(0, text.size() - buildkit_mark.size()));
  }
  // The builder before BuildKit wrote no keyword.
  if (text != without_shell(text)) {
    return "RUN " + single_blanks(without_shell(text));
  }
  const auto [keyword, rest] = first_word(text);
  const std::string_view plain = without_flags(rest);
  const std::string name = upper(keyword);
  return single_blanks(name + " " + std::string(name == "RUN" ? without_shell(plain) : plain));
}

} // namespace tidegate::model
