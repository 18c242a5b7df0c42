// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/instruction.hpp"

#include "adapters/dockerfile/characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace tidegate::dockerfile {
namespace {

// Follows quotes through a text.
class Quotes {
public:
  [[nodiscard]] char open() const { return open_; }

  [[nodiscard]] bool none() const { return open_ == '\0'; }

  // True where `c` opens or closes a pair.
  bool take(char c) {
    if (none() ? c != '\'' && c != '"' : c != open_) {
      return false;
    }
    open_ = none() ? c : '\0';
    return true;
  }

private:
  char open_{'\0'};
};

// Words as the shell would see them, quotes and escapes kept.
std::vector<std::string> quoted_words(std::string_view text, char escape) {
  std::vector<std::string> words(1);
  Quotes quotes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quotes.none() && is_space(c)) {
      words.emplace_back();
    } else if (c != escape || quotes.open() == '\'') {
      quotes.take(c);
      words.back() += c;
    } else if (i + 1 < text.size()) { // nothing is escaped at the end
      words.back().append({c, text[++i]});
    }
  }
  std::erase(words, "");
  return words;
}

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  while (!(text = trim_left(text)).empty()) {
    const auto end = std::ranges::find_if(text, is_space);
    const auto length = static_cast<std::size_t>(end - text.begin());
    words.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

// The next flag, quotes and escapes undone; nullopt at the first word that is none. "--" ends them.
std::optional<std::string> take_flag(std::string_view& rest, char escape) {
  rest = trim_left(rest);
  if (!rest.starts_with("--")) {
    return std::nullopt;
  }
  std::string flag;
  Quotes quotes;
  std::size_t i = 0;
  for (; i < rest.size() && !(quotes.none() && is_space(rest[i])); ++i) {
    const char c = rest[i];
    if (c != escape) {
      flag.append(quotes.take(c) ? 0 : 1, c);
    } else if (i + 1 < rest.size()) {
      flag += rest[++i];
    }
  }
  rest.remove_prefix(i);
  return flag == "--" ? std::nullopt : std::optional(std::move(flag));
}

bool takes_pairs(std::string_view keyword) {
  return keyword == "ENV" || keyword == "LABEL";
}

bool takes_list(std::string_view keyword) {
  constexpr std::array<std::string_view, 7> keywords{
      "ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"};
  return std::ranges::find(keywords, keyword) != keywords.end();
}

// `ENV NAME the rest` is the old way to write `ENV NAME="the rest"`.
std::vector<std::string> pairs(std::string_view text, char escape) {
  std::vector<std::string> words = quoted_words(text, escape);
  if (words.empty() || words.front().find('=') != std::string::npos) {
    return words;
  }
  const auto end = std::ranges::find_if(text, is_space);
  const auto length = static_cast<std::size_t>(end - text.begin());
  return {std::string(text.substr(0, length)) + "=" + std::string(trim_left(text.substr(length)))};
}

std::vector<std::string>
arguments_of(std::string_view keyword, std::string_view text, char escape) {
  if (takes_pairs(keyword)) {
    return pairs(text, escape);
  }
  if (keyword == "ARG") {
    return quoted_words(text, escape);
  }
  if (takes_list(keyword)) {
    if (auto list = parse_string_list(text)) {
      return std::move(*list);
    }
  }
  return plain_words(text);
}

} // namespace

model::Instruction split_instruction(std::string_view text, char escape) {
  text = trim_space(text);
  model::Instruction result;
  result.text = text;
  const auto end = std::ranges::find_if(text, is_space);
  const auto length = static_cast<std::size_t>(end - text.begin());
  result.keyword = to_upper(text.substr(0, length));
  std::string_view rest = text.substr(length);
  while (auto flag = take_flag(rest, escape)) {
    result.flags.push_back(std::move(*flag));
  }
  result.arguments = arguments_of(result.keyword, trim_space(rest), escape);
  return result;
}

bool may_have_heredocs(const model::Instruction& instruction, char escape) {
  if (instruction.keyword == "ONBUILD") {
    const std::string_view trigger =
        trim_left(std::string_view(instruction.text).substr(std::string_view("ONBUILD").size()));
    const auto inner = split_instruction(trigger, escape);
    return inner.keyword != "ONBUILD" && may_have_heredocs(inner, escape);
  }
  if (instruction.keyword != "RUN" && instruction.keyword != "COPY"
      && instruction.keyword != "ADD") {
    return false;
  }
  std::string_view rest = std::string_view(instruction.text).substr(instruction.keyword.size());
  while (take_flag(rest, escape)) {
  }
  return !parse_string_list(rest);
}

} // namespace tidegate::dockerfile
