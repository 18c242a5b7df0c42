// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tidegate::util {

// Each line of a text, without its newline; the last one may have none. They are parts of `text`.
void each_line(std::string_view text, const std::function<void(std::string_view)>& sink);

// Cuts a stream of chunks into lines without ever holding more than `max_bytes` of one line.
class LineSplitter {
public:
  // `cut`: the line was longer than the limit; `text` is its beginning, the rest was dropped.
  struct Line {
    std::string_view text; // without the newline; valid during the call only
    bool cut{false};
  };

  using Sink = std::function<void(const Line&)>;

  explicit LineSplitter(std::size_t max_bytes)
      : max_bytes_(max_bytes) {}

  void feed(std::string_view chunk, const Sink& sink);
  // Hands over a last line that has no newline.
  void finish(const Sink& sink);

private:
  void hold(std::string_view part);
  void emit(const Sink& sink);

  std::size_t max_bytes_;
  std::string pending_;
  bool cut_{false};
};

} // namespace tidegate::util
