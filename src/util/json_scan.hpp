// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/json_tokens.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::util {

// Walks over a JSON text once, front to back, without a tree: for lines that come by the million.
// As strict as RFC 8259, and about UTF-8. Every call after a failed one fails too; what was read
// counts only where finished() holds in the end. Nothing recurses on the depth of the input.
class JsonScan {
public:
  explicit JsonScan(std::string_view text);

  // Out of each value exactly one of these, or skip().
  [[nodiscard]] bool at_object() { return peek() == '{'; }

  [[nodiscard]] bool at_array() { return peek() == '['; }

  [[nodiscard]] bool at_string() { return peek() == '"'; }

  [[nodiscard]] bool at_number();

  // while (scan.next_key(key)) { read or skip the value }; the key lives until the next call.
  void open_object();
  bool next_key(std::string_view& key);
  // The same key as it is written, a part of the text; `escaped` where that is not what it means.
  bool next_raw_key(std::string_view& key, bool& escaped);
  // while (scan.next_item()) { read or skip the value }
  void open_array();
  bool next_item();

  // The text of a string; `scratch` holds it where it has escapes.
  std::string_view read_string(std::string& scratch);
  bool read_bool(); // false for every other value
  // A number of at least 0, its fraction cut off; absent for every other value.
  std::optional<std::uint64_t> read_count();
  std::string_view skip(); // gives what it skipped, as it is written

  [[nodiscard]] bool failed() const { return failed_; }

  [[nodiscard]] bool too_deep() const { return too_deep_; }

  // The text was one value and blanks.
  [[nodiscard]] bool finished();

private:
  char peek() {
    at_ = json::blanks_end(at_, end_);
    return at_ == end_ ? '\0' : *at_;
  }

  void fail() {
    failed_ = true;
    at_ = end_;
  }

  // Gives what it passes; null fails.
  std::string_view go_to(const char* stop);
  void open(char bracket);
  bool next(char closing);

  const char* at_;
  const char* end_;
  bool failed_{false};
  bool too_deep_{false};
  bool first_{false}; // no entry of the innermost container was read yet
  int depth_{0};
  std::string key_;
};

} // namespace tidegate::util
