// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/private_keys.hpp"
#include "util/secrets.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tidegate::report {

// Any text -> one line that is safe to show: blanks for line breaks, printable, redacted. Printable
// first: an escape sequence inside a secret must not hide it from the redactor.
std::string safe_line(std::string_view text, const util::Redactor& redactor);

// Lines that belong to no step, one after the other.
class PlainLines {
public:
  explicit PlainLines(const util::Redactor& redactor)
      : redactor_(redactor) {}

  std::string show(std::string_view line);

private:
  const util::Redactor& redactor_;
  util::KeyLines key_;
};

// The log of one step, chunk by chunk, as safe lines. Of a line that a carriage return overwrites
// only the last state counts. A line is handed on when it is complete, so that a secret cut in two
// by the pipe is still found.
class LogLines {
public:
  using Sink = std::function<void(std::string_view line)>;

  void feed(std::string_view chunk, const util::Redactor& redactor, const Sink& sink);
  // Hands over a last line that has no newline.
  void finish(const util::Redactor& redactor, const Sink& sink);
  // What the unfinished line shows so far.
  [[nodiscard]] std::string unfinished(const util::Redactor& redactor) const;

  // A line longer than this is handed over in pieces.
  static constexpr std::size_t max_line_bytes = 64U << 10U;

private:
  void hand_over(std::string_view block, const util::Redactor& redactor, const Sink& sink);
  void hold(std::string_view part, const util::Redactor& redactor, const Sink& sink);

  std::string held_;
  util::KeyLines key_;
};

} // namespace tidegate::report
