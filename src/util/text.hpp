// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::util {

// Any bytes -> valid UTF-8: each invalid sequence becomes U+FFFD.
std::string to_valid_utf8(std::string_view bytes);

// One line that is safe to show on a terminal or in a log: valid UTF-8, ANSI escape sequences and
// control characters taken out (a tab stays). Build output is hostile: it must not move a cursor,
// set a title or fake a workflow command by a carriage return.
std::string to_printable(std::string_view bytes);

// RFC 4648 base64 with padding.
std::string encode_base64(std::string_view bytes);
// nullopt where the text is not base64.
std::optional<std::string> decode_base64(std::string_view text);
// The same into memory that is used again; false where the text is not base64, `bytes` is then
// anything.
bool decode_base64(std::string_view text, std::string& bytes);

std::string_view trim(std::string_view text);
// n separators make n + 1 parts; an empty text has none.
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

inline constexpr std::string_view ellipsis = "\xE2\x80\xA6"; // U+2026

// At most `limit` bytes, cut at a UTF-8 boundary, with "…" where something was cut.
std::string shorten(std::string_view text, std::size_t limit);

// Likewise, but what is cut ends in 16 hex digits of the whole text, so that two long texts stay
// two names. `limit` 17 at least.
std::string shorten_apart(std::string_view text, std::size_t limit);

// FNV-1a, 64 bits: the same in every build of the program, unlike std::hash.
std::uint64_t stable_hash(std::string_view text);

// The candidate nearest to `word` by edit distance, or empty where none is near (for "did you
// mean").
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace tidegate::util
