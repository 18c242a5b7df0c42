// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/ignore.hpp"

#include "adapters/dockerfile/characters.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tidegate::dockerfile {
namespace {

constexpr std::size_t most_patterns = 10000;

std::string clean_line(std::string_view line) {
  const bool takes_back = line.starts_with('!');
  line = trim_space(line.substr(takes_back ? 1 : 0));
  std::string path = line.empty() ? "" : clean_path(line);
  if (path.size() > 1 && path.starts_with('/')) {
    path.erase(0, 1);
  }
  return takes_back ? "!" + path : path;
}

std::string_view without_ending(std::string_view text, std::string_view ending) {
  return text.ends_with(ending) ? text.substr(0, text.size() - ending.size()) : text;
}

} // namespace

std::vector<std::string> read_ignore_lines(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < most_patterns) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view trimmed = trim_space(line);
    if (!line.starts_with('#') && !trimmed.empty()) {
      lines.push_back(clean_line(trimmed));
    }
  }
  return lines;
}

IgnoreRules::IgnoreRules(const std::vector<std::string>& patterns) {
  for (const std::string& written : patterns) {
    std::string text(trim_space(written));
    if (text.empty()) {
      continue;
    }
    text = clean_path(text);
    const bool takes_back = text.starts_with('!');
    text.erase(0, takes_back ? 1 : 0);
    auto glob = text.empty() ? std::nullopt : Glob::compile(text, Glob::Dialect::ignore);
    if (glob) {
      patterns_.push_back({std::move(text), std::move(*glob), takes_back});
    } else {
      wrong_.push_back(written);
    }
  }
}

IgnoreRules::Match IgnoreRules::match(std::string_view path, const Match* parent) const {
  Match result{.ignored = false, .by_pattern = std::vector<char>(patterns_.size(), 0)};
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const Pattern& pattern = patterns_[i];
    bool found = parent != nullptr && parent->by_pattern.at(i) != 0;
    // A pattern that would change nothing is not asked, and its entries know nothing of it.
    if (!found && pattern.takes_back == result.ignored) {
      found = pattern.glob.matches(path);
    }
    result.by_pattern[i] = static_cast<char>(found);
    result.ignored = found ? !pattern.takes_back : result.ignored;
  }
  return result;
}

bool IgnoreRules::ignores(std::string_view path) const {
  Match match;
  const Match* parent = nullptr;
  for (std::size_t end = path.find('/'); end != std::string_view::npos;
       end = path.find('/', end + 1)) {
    match = this->match(path.substr(0, end), parent);
    parent = &match;
  }
  return this->match(path, parent).ignored;
}

bool IgnoreRules::may_take_back(std::string_view folder) const {
  const std::string inside = std::string(folder) + "/";
  return std::ranges::any_of(patterns_, [&](const Pattern& pattern) {
    if (!pattern.takes_back) {
      return false;
    }
    const std::string_view fixed = without_ending(without_ending(pattern.text, "/**"), "/*");
    return fixed.find_first_of("*[]?^\\") != std::string_view::npos
           || (std::string(fixed) + "/").starts_with(inside);
  });
}

} // namespace tidegate::dockerfile
