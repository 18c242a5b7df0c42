// SPDX-License-Identifier: Apache-2.0
#include "analysis/copy_sources.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fnmatch.h>

namespace tidegate::analysis {
namespace {

// COPY ["a b", "c"]: the elements of the JSON form.
std::vector<std::string> elements_of(std::string_view list) {
  std::vector<std::string> elements;
  while (true) {
    const std::size_t open = list.find('"');
    const std::size_t close = open == std::string_view::npos ? open : list.find('"', open + 1);
    if (close == std::string_view::npos) {
      return elements;
    }
    elements.emplace_back(list.substr(open + 1, close - open - 1));
    list.remove_prefix(close + 1);
  }
}

std::string normalised(std::string_view source) {
  while (source.starts_with("./") || source.starts_with('/')) {
    source.remove_prefix(source.front() == '/' ? 1 : 2);
  }
  while (source.ends_with('/')) {
    source.remove_suffix(1);
  }
  return source.empty() ? "." : std::string(source);
}

bool is_outside(const std::string& source) {
  return source.starts_with("<<") || source.find("://") != std::string::npos;
}

bool matches(const std::string& path, const std::string& pattern) {
  return fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME) == 0;
}

} // namespace

std::vector<std::string> copy_sources(std::string_view instruction) {
  const bool copies = instruction.starts_with("COPY ") || instruction.starts_with("ADD ");
  if (!copies) {
    return {};
  }
  std::string_view rest = util::trim(instruction.substr(instruction.find(' ')));
  while (rest.starts_with("--")) {
    if (rest.starts_with("--from=")) {
      return {};
    }
    const std::size_t blank = rest.find(' ');
    rest = blank == std::string_view::npos ? "" : util::trim(rest.substr(blank));
  }
  std::vector<std::string> words =
      rest.starts_with('[') ? elements_of(rest) : util::split(rest, ' ');
  std::erase(words, "");
  if (!words.empty()) {
    words.pop_back(); // where to
  }
  std::erase_if(words, is_outside);
  std::ranges::transform(words, words.begin(), [](const auto& word) { return normalised(word); });
  return words;
}

bool is_read_by(std::string_view path, const std::vector<std::string>& sources) {
  // Each folder above the path may be what the pattern means, too.
  std::vector<std::string> names{std::string(path)};
  for (std::size_t end = path.find('/'); end != std::string_view::npos;
       end = path.find('/', end + 1)) {
    names.emplace_back(path.substr(0, end));
  }
  return std::ranges::any_of(sources, [&](const std::string& source) {
    return source == "." || std::ranges::any_of(names, [&](const std::string& name) {
             return matches(name, source);
           });
  });
}

} // namespace tidegate::analysis
