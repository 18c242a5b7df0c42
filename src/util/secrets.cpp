// SPDX-License-Identifier: Apache-2.0
#include "util/secrets.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tidegate::util {
namespace {

// Below this a written-out form (base64, ...) is not worth the innocent text it may hit.
constexpr std::size_t min_spelled_bytes = 8;

char hex_digit(unsigned value, bool upper) {
  return (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value & 15U];
}

// As the inside of a JSON string. Go writes <, > and & as \u003c where it is not told otherwise.
std::string json_form(std::string_view value, bool escape_html) {
  constexpr std::string_view plain_escapes = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  std::string text;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t at = plain_escapes.find(c); at != std::string_view::npos) {
      text += '\\';
      text += letters[at];
    } else if (byte < 0x20 || (escape_html && (c == '<' || c == '>' || c == '&'))) {
      text += "\\u00";
      text += hex_digit(byte >> 4U, false);
      text += hex_digit(byte, false);
    } else {
      text += c;
    }
  }
  return text;
}

// As the inside of a single-quoted word of a shell.
std::string shell_form(std::string_view value) {
  std::string text;
  for (const char c : value) {
    text += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return text;
}

std::string url_form(std::string_view value) {
  constexpr std::string_view kept =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string text;
  for (const char c : value) {
    if (kept.find(c) != std::string_view::npos) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += hex_digit(byte >> 4U, true);
    text += hex_digit(byte, true);
  }
  return text;
}

// The characters that base64 writes for `value` whatever stands around it, where `before` bytes
// (modulo 3) stand in front: "user:password" is encoded as a whole.
std::string base64_form(std::string_view value, std::size_t before) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string padded = std::string(before, '\0').append(value);
  std::string text;
  for (std::size_t bit = 0; bit + 6 <= padded.size() * 8; bit += 6) {
    const std::size_t at = bit / 8;
    const unsigned high = static_cast<unsigned char>(padded[at]);
    const unsigned low = at + 1 < padded.size() ? static_cast<unsigned char>(padded[at + 1]) : 0U;
    text += digits[(((high << 8U) | low) >> (10U - bit % 8)) & 63U];
  }
  return text.substr((before * 8 + 5) / 6);
}

std::vector<std::string> forms_of(std::string_view value) {
  std::vector<std::string> forms{std::string(value)};
  if (value.size() < min_spelled_bytes) {
    return forms;
  }
  forms.push_back(json_form(value, false));
  forms.push_back(json_form(value, true));
  forms.push_back(shell_form(value));
  forms.push_back(url_form(value));
  for (const std::size_t before : {0U, 1U, 2U}) {
    forms.push_back(base64_form(value, before));
  }
  // Logs show a value of several lines (a key file) line by line.
  for (const std::string& line : split(value, '\n')) {
    if (trim(line).size() >= min_spelled_bytes) {
      forms.emplace_back(trim(line));
    }
  }
  return forms;
}

std::size_t pair_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const auto second = static_cast<unsigned char>(text[at + 1]);
  return (static_cast<std::size_t>(first) << 8U) | second;
}

// How much of the text's beginning is the value, or as much of it as a message had room for.
std::size_t hidden_bytes(std::string_view text, std::string_view value) {
  constexpr std::size_t least_cut = 4;
  const auto differs = std::ranges::mismatch(text, value);
  const auto same = static_cast<std::size_t>(differs.in2 - value.begin());
  const bool cut = same >= least_cut && text.substr(same).starts_with(ellipsis);
  return same == value.size() || cut ? same : 0;
}

} // namespace

void Redactor::hide(std::string_view value, const std::string& replacement) {
  value = trim(value);
  if (value.size() < min_secret_bytes) {
    return;
  }
  for (std::string& form : forms_of(value)) {
    const auto order = [](const Rule& rule) {
      return std::tuple(pair_at(rule.value, 0), ~rule.value.size(), std::string_view(rule.value));
    };
    Rule rule{std::move(form), replacement};
    const auto place = std::ranges::lower_bound(rules_, order(rule), {}, order);
    if (place == rules_.end() || place->value != rule.value) {
      beginnings_.set(pair_at(rule.value, 0));
      rules_.insert(place, std::move(rule));
    }
  }
}

Redactor::Hit Redactor::hit_at(std::string_view text, std::size_t at) const {
  const std::size_t pair = pair_at(text, at);
  if (!beginnings_[pair]) {
    return {};
  }
  const std::string_view rest = text.substr(at);
  const auto alike = std::ranges::equal_range(
      rules_, pair, {}, [](const Rule& rule) { return pair_at(rule.value, 0); });
  for (const Rule& rule : alike) {
    if (const std::size_t size = hidden_bytes(rest, rule.value); size > 0) {
      return {&rule, size};
    }
  }
  return {};
}

std::string Redactor::clean(std::string_view text) const {
  if (empty()) {
    return without_secret_shapes(text);
  }
  std::string cleaned;
  std::size_t done = 0; // up to here the text is copied or hidden
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto [rule, size] = hit_at(text, at);
    if (rule == nullptr) {
      continue;
    }
    // Values that overlap become one: what sticks out of the first would be a piece of a secret.
    if (at >= done) {
      cleaned += text.substr(done, at - done);
      cleaned += rule->replacement;
    }
    done = std::max(done, at + size);
  }
  cleaned += text.substr(done);
  return without_secret_shapes(cleaned);
}

} // namespace tidegate::util
