// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::report {

inline constexpr std::size_t text_line_bytes = 300;

// One line that cannot drive a terminal.
std::string safe_text(std::string_view text, std::size_t limit = text_line_bytes);

// "  label    text" lines; the label stands on the first of a group only.
class TextLines {
public:
  static constexpr int margin = 11; // columns before the text

  // Nothing for an empty text.
  void add(std::string_view label, std::string_view text);
  // The text is safe already and may hold colours.
  void add_safe(std::string_view label, std::string_view text);
  // The first few and how many more there are.
  void add_list(std::string_view label, const std::vector<std::string>& items);

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  std::string text_;
  std::string last_label_;
};

} // namespace tidegate::report
