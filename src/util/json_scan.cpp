// SPDX-License-Identifier: Apache-2.0
#include "util/json_scan.hpp"

#include "util/json_bounds.hpp"
#include "util/json_escapes.hpp"

#include <charconv>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace tidegate::util {

JsonScan::JsonScan(std::string_view text)
    : at_(text.data()),
      end_(text.data() + text.size()) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    at_ += byte_order_mark.size();
  }
}

bool JsonScan::at_number() {
  const char c = peek();
  return c == '-' || json::is_digit(c);
}

bool JsonScan::finished() {
  at_ = json::blanks_end(at_, end_);
  return !failed_ && depth_ == 0 && at_ == end_;
}

std::string_view JsonScan::go_to(const char* stop) {
  if (stop == nullptr) {
    fail();
    return {};
  }
  return {std::exchange(at_, stop), stop};
}

void JsonScan::open(char bracket) {
  if (peek() != bracket) {
    fail();
    return;
  }
  ++at_;
  first_ = true;
  if (++depth_ > deepest_json) {
    too_deep_ = true;
    fail();
  }
}

void JsonScan::open_object() {
  open('{');
}

void JsonScan::open_array() {
  open('[');
}

bool JsonScan::next(char closing) {
  const char c = peek();
  if (c == closing) {
    ++at_;
    --depth_;
    first_ = false;
    return false;
  }
  if (!first_) {
    if (c != ',') {
      fail();
      return false;
    }
    ++at_;
  }
  first_ = false;
  return !failed_;
}

bool JsonScan::next_item() {
  return next(']');
}

bool JsonScan::next_key(std::string_view& key) {
  bool escaped = false;
  if (!next_raw_key(key, escaped)) {
    return false;
  }
  if (escaped) {
    unescape_json(key, key_);
    key = key_;
  }
  return true;
}

bool JsonScan::next_raw_key(std::string_view& key, bool& escaped) {
  escaped = false;
  if (!next('}')) {
    return false;
  }
  go_to(json::key_end(json::blanks_end(at_, end_), end_, key, escaped));
  return !failed_;
}

std::string_view JsonScan::read_string(std::string& scratch) {
  if (!at_string()) {
    fail();
    return {};
  }
  bool escaped = false;
  const std::string_view quoted = go_to(json::string_end(at_, end_, escaped));
  if (failed_) {
    return {};
  }
  const std::string_view raw = quoted.substr(1, quoted.size() - 2);
  if (!escaped) {
    return raw;
  }
  unescape_json(raw, scratch);
  return scratch;
}

bool JsonScan::read_bool() {
  const bool is_true = peek() == 't';
  skip();
  return is_true && !failed_;
}

std::optional<std::uint64_t> JsonScan::read_count() {
  constexpr double beyond = 18446744073709551616.0; // 2^64
  if (!at_number()) {
    skip();
    return std::nullopt;
  }
  const std::string_view text = go_to(json::number_end(at_, end_));
  std::uint64_t whole = 0;
  const auto [stop, error] = std::from_chars(text.begin(), text.end(), whole);
  if (error == std::errc{} && stop == text.end()) {
    return whole;
  }
  const double real = failed_ ? -1 : std::strtod(std::string(text).c_str(), nullptr);
  const bool usable = !text.starts_with('-') && real >= 0 && real < beyond;
  return usable ? std::optional(static_cast<std::uint64_t>(real)) : std::nullopt;
}

std::string_view JsonScan::skip() {
  at_ = json::blanks_end(at_, end_);
  return go_to(json::value_end(at_, end_, deepest_json - depth_, too_deep_));
}

} // namespace tidegate::util
