// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// Where a part of a JSON text ends: as strict as RFC 8259, and about UTF-8; a number beyond the
// largest double is none. Each takes the place where the part begins and the end of the text, and
// gives the place behind the part; null where it is not right. They hold no state, so the compiler
// keeps all of a walk in registers.
namespace tidegate::util::json {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Never null.
inline const char* blanks_end(const char* at, const char* end) {
  if (at != end && *at > ' ') { // nearly always
    return at;
  }
  while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) {
    ++at;
  }
  return at;
}

// `at` is the opening quote, never the end; `escaped` becomes true where the string means something
// else than it says.
const char* string_end(const char* at, const char* end, bool& escaped);

// `at` is not the end.
const char* number_end(const char* at, const char* end);

// Of the key in front of a value and its colon: where the value begins.
const char* key_end(const char* at, const char* end, std::string_view& key, bool& escaped);

// Of any value that is nested at most `levels` deep; does not recurse. `too_deep` becomes true
// where that alone is wrong.
const char* value_end(const char* at, const char* end, int levels, bool& too_deep);

} // namespace tidegate::util::json
