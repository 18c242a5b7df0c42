// SPDX-License-Identifier: Apache-2.0
#include "report/text_lines.hpp"

#include "report/display_width.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {

std::string safe_text(std::string_view text, std::size_t limit) {
  std::string line(text.substr(0, limit * 2));
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return util::shorten(util::to_printable(line), limit);
}

void TextLines::add(std::string_view label, std::string_view text) {
  add_safe(label, safe_text(text));
}

void TextLines::add_safe(std::string_view label, std::string_view text) {
  if (text.empty()) {
    return;
  }
  const bool repeated = label == last_label_;
  text_ += fmt::format("  {} {}\n", pad(repeated ? "" : label, 8), text);
  last_label_ = label;
}

void TextLines::add_list(std::string_view label, const std::vector<std::string>& items) {
  constexpr std::size_t list_shown = 3;
  const std::size_t shown = std::min(items.size(), list_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    add(label, items[i]);
  }
  if (items.size() > shown) {
    add(label, fmt::format("and {} more", items.size() - shown));
  }
}

} // namespace tidegate::report
