// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/line_reader.hpp"

#include "adapters/dockerfile/characters.hpp"

#include <cstddef>
#include <utility>

namespace tidegate::dockerfile {
namespace {

// Go's bufio.MaxScanTokenSize, where BuildKit gives up.
constexpr std::size_t longest_line = 65536;

std::string_view without_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

bool is_comment(std::string_view line) {
  return trim_left(line).starts_with('#');
}

// Takes the escape character off that ends the line, and says whether there was one. Two of them
// are one that is escaped.
bool take_continuation(std::string_view& line, char escape) {
  std::string_view text = line;
  while (text.ends_with(' ') || text.ends_with('\t')) {
    text.remove_suffix(1);
  }
  const bool escaped = text.size() > 1 && text[text.size() - 2] == escape;
  if (!text.ends_with(escape) || escaped) {
    return false;
  }
  line = text.substr(0, text.size() - 1);
  return true;
}

} // namespace

LineReader::LineReader(std::string_view text)
    : rest_(text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (rest_.starts_with(byte_order_mark)) {
    rest_.remove_prefix(byte_order_mark.size());
  }
}

void LineReader::fail(std::string problem) {
  problem_ = std::move(problem);
  rest_ = {};
}

// With its end.
std::optional<std::string_view> LineReader::physical() {
  if (rest_.empty()) {
    return std::nullopt;
  }
  const std::size_t end = rest_.find('\n');
  const std::string_view line = rest_.substr(0, end == std::string_view::npos ? end : end + 1);
  if (line.size() > longest_line) {
    ++line_;
    fail("the line is longer than BuildKit reads");
    return std::nullopt;
  }
  rest_.remove_prefix(line.size());
  ++line_;
  return line;
}

// The lines that continue one, up to the first that is not continued itself.
void LineReader::continuation(std::string& text) {
  while (const auto more = physical()) {
    std::string_view line = without_end(*more);
    if (is_comment(line) || trim_left(line).empty()) {
      continue;
    }
    const bool goes_on = take_continuation(line, directives_.escape());
    text += line;
    if (!goes_on) {
      return;
    }
  }
}

std::optional<LogicalLine> LineReader::next() {
  while (const auto begin = physical()) {
    std::string_view line = trim_left(without_end(*begin));
    if (auto wrong = directives_.read(line); !wrong.empty()) {
      fail(std::move(wrong));
      return std::nullopt;
    }
    if (line.empty() || is_comment(line)) {
      continue;
    }
    LogicalLine whole{.text = {}, .first = line_, .last = line_};
    const bool goes_on = take_continuation(line, directives_.escape());
    whole.text += line;
    if (goes_on) {
      continuation(whole.text);
    }
    whole.last = line_;
    return problem_.empty() ? std::optional(std::move(whole)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> LineReader::heredoc(std::string_view name, bool strip_tabs) {
  std::string body;
  while (const auto line = physical()) {
    std::string_view text = without_end(*line);
    while (strip_tabs && text.starts_with('\t')) {
      text.remove_prefix(1);
    }
    if (text == name) {
      return body;
    }
    body += *line;
  }
  return std::nullopt;
}

} // namespace tidegate::dockerfile
