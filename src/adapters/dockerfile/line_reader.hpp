// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/directives.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidegate::dockerfile {

// An instruction with its continuation lines joined as BuildKit joins them: without the escape
// character at their ends, without comments and empty lines between them, nothing put in between.
struct LogicalLine {
  std::string text;
  int first{0};
  int last{0};
};

class LineReader {
public:
  explicit LineReader(std::string_view text);

  // nullopt at the end, and where nothing more can be read.
  std::optional<LogicalLine> next();

  // The body of a here-document that begins on the next line. nullopt: it has no end.
  std::optional<std::string> heredoc(std::string_view name, bool strip_tabs);

  [[nodiscard]] int line() const { return line_; } // the last one that was read

  [[nodiscard]] const Directives& directives() const { return directives_; }

  [[nodiscard]] const std::string& problem() const { return problem_; } // of line()

private:
  std::optional<std::string_view> physical();
  void continuation(std::string& text);
  void fail(std::string problem);

  std::string_view rest_;
  int line_{0};
  Directives directives_;
  std::string problem_;
};

} // namespace tidegate::dockerfile
