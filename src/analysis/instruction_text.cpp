// SPDX-License-Identifier: Apache-2.0
#include "analysis/instruction_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace tidegate::analysis {
namespace {

// The work grows with the square of it.
constexpr std::size_t longest_text = 2000;

constexpr int anything = -1;

using Letters = std::vector<int>; // bytes and `anything`

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "{A:-{b}}" up to its last brace, or all where it has none.
std::size_t braces_length(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += static_cast<int>(text[i] == '{') - static_cast<int>(text[i] == '}');
    if (depth == 0) {
      return i + 1;
    }
  }
  return text.size();
}

// How long the variable is that begins `text`; 0: none does.
std::size_t variable_length(std::string_view text) {
  if (!text.starts_with('$') || text.size() < 2) {
    return 0;
  }
  if (text[1] == '{') {
    return braces_length(text.substr(1)) + 1;
  }
  const auto end = std::ranges::find_if_not(text.substr(1), is_name_letter);
  return end == text.begin() + 1 ? 0 : static_cast<std::size_t>(end - text.begin());
}

void add_anything(Letters& letters) {
  if (letters.empty() || letters.back() != anything) {
    letters.push_back(anything);
  }
}

Letters letters_of(std::string_view text) {
  constexpr std::string_view hidden = "***";
  constexpr std::string_view meaningless = " \t\r\n\v\f'\"\\`";
  Letters letters;
  while (!text.empty() && letters.size() < longest_text) {
    const std::size_t variable = text.starts_with(hidden) ? hidden.size() : variable_length(text);
    if (variable > 0) {
      add_anything(letters);
      text.remove_prefix(variable);
      continue;
    }
    if (meaningless.find(text.front()) == std::string_view::npos) {
      letters.push_back(static_cast<unsigned char>(text.front()));
    }
    text.remove_prefix(1);
  }
  if (!text.empty()) {
    add_anything(letters);
  }
  return letters;
}

// Where `reached[j]` says that all of `a` so far fits the first j letters of `b`: one letter more.
std::vector<char> advance(const std::vector<char>& reached, int letter, const Letters& b) {
  std::vector<char> next(reached.size(), 0);
  for (std::size_t j = 0; j < reached.size(); ++j) {
    const bool free = letter == anything || (j > 0 && b[j - 1] == anything);
    bool fits = free && reached[j] != 0;
    if (j > 0) {
      fits = fits || (letter == anything && next[j - 1] != 0);
      fits = fits || (reached[j - 1] != 0 && (free || b[j - 1] == letter));
      fits = fits || (b[j - 1] == anything && next[j - 1] != 0);
    }
    next[j] = static_cast<char>(fits);
  }
  return next;
}

// Whether one text can be what both stand for.
bool fit(const Letters& a, const Letters& b) {
  const auto is_anything = [](int letter) { return letter == anything; };
  if (std::ranges::none_of(a, is_anything) && std::ranges::none_of(b, is_anything)) {
    return a == b;
  }
  std::vector<char> reached(b.size() + 1, 0);
  reached[0] = 1;
  for (std::size_t j = 1; j <= b.size() && b[j - 1] == anything; ++j) {
    reached[j] = 1;
  }
  for (const int letter : a) {
    reached = advance(reached, letter, b);
  }
  return reached.back() != 0;
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

// "docker.io/library/debian:latest" and "debian" are one image; a digest says nothing of the name.
std::string short_image(std::string_view image) {
  image = without_prefix(without_prefix(image, "docker.io/"), "library/");
  image = image.substr(0, image.find('@'));
  constexpr std::string_view latest = ":latest";
  return std::string(image.ends_with(latest) ? image.substr(0, image.size() - latest.size())
                                             : image);
}

Letters reported_letters(std::string_view text) {
  constexpr std::string_view ellipsis = "…";
  const bool cut = text.ends_with(ellipsis) || text.ends_with("...");
  if (cut) {
    text.remove_suffix(3); // both are three bytes
  }
  Letters letters = letters_of(text);
  if (cut) {
    add_anything(letters);
  }
  return letters;
}

} // namespace

bool could_be_named(const model::Instruction& instruction, std::string_view reported) {
  const std::string_view written = instruction.text;
  const std::size_t keyword = std::min(instruction.keyword.size(), written.size());
  Letters letters = letters_of(instruction.keyword + std::string(written.substr(keyword)));
  // BuildKit adds the first line of a script: "RUN <<EOF (apt-get update...)".
  if (instruction.keyword == "RUN" && !instruction.heredocs.empty()) {
    add_anything(letters);
  }
  return reported.starts_with(instruction.keyword) && fit(letters, reported_letters(reported));
}

bool could_be_base(std::string_view base, std::string_view reported) {
  constexpr std::string_view from = "FROM ";
  if (!reported.starts_with(from)) {
    return false;
  }
  return fit(letters_of(short_image(base)),
             reported_letters(short_image(reported.substr(from.size()))));
}

} // namespace tidegate::analysis
