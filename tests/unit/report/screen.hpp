// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/display_width.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::test {

// A terminal that knows just what the display may use: newline, carriage return, cursor up, clear
// to the end of the line or screen, hide and show the cursor, colours. All else is remembered as
// `unknown`.
class FakeScreen {
public:
  void write(std::string_view text) {
    while (!text.empty()) {
      if (text.starts_with("\x1b[")) {
        text.remove_prefix(control(text));
      } else {
        put(text.front());
        text.remove_prefix(1);
      }
    }
  }

  // Without blanks at the end of lines and empty lines at the end.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> result;
    for (std::string line : lines_) {
      line.resize(line.find_last_not_of(' ') + 1);
      result.push_back(std::move(line));
    }
    while (!result.empty() && result.back().empty()) {
      result.pop_back();
    }
    return result;
  }

  [[nodiscard]] int widest() const {
    int width = 0;
    for (const std::string& line : lines_) {
      width = std::max(width, report::display_width(line));
    }
    return width;
  }

  bool cursor_shown{true};
  std::string unknown;

private:
  void put(char c) {
    if (c == '\n') {
      ++row_;
      column_ = 0;
    } else if (c == '\r') {
      column_ = 0;
    } else {
      current().resize(std::max(current().size(), column_), ' ');
      current().replace(column_, 1, 1, c); // bytes are columns here: lines are always written whole
      ++column_;
    }
  }

  std::size_t control(std::string_view text) {
    const std::size_t end = text.find_first_of("ABCDEFGHJKSTfhlmnpqrsu", 2);
    const std::string parameter{text.substr(2, end - 2)};
    const std::string whole{text.substr(0, end + 1)};
    if (whole.back() == 'A') {
      row_ -= std::min<std::size_t>(row_, std::stoul(parameter));
    } else if (whole == "\x1b[K") {
      current().resize(std::min(current().size(), column_));
    } else if (whole == "\x1b[J") {
      current().resize(std::min(current().size(), column_));
      lines_.resize(row_ + 1);
    } else if (whole == "\x1b[?25l" || whole == "\x1b[?25h") {
      cursor_shown = whole.back() == 'h';
    } else if (whole.back() != 'm') {
      unknown += whole;
    }
    return end + 1;
  }

  std::string& current() {
    lines_.resize(std::max(lines_.size(), row_ + 1));
    return lines_[row_];
  }

  std::vector<std::string> lines_;
  std::size_t row_{0};
  std::size_t column_{0};
};

} // namespace tidegate::test
