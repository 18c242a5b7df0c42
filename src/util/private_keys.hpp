// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace tidegate::util {

// Where the private key ends (RFC 7468, with escaped line breaks as in JSON too) that begins
// exactly at the start of `rest`; 0 where none does. One that is cut off ends where no line of
// base64 follows: somebody may only speak of a key.
std::size_t private_key_end(std::string_view rest);

// Finds the lines of a private key in a text that comes line by line: its inner lines have no shape
// of their own. The first line has one, and is not taken.
class KeyLines {
public:
  bool take(std::string_view line); // true: the line is inside of a key

  [[nodiscard]] bool inside() const { return left_ > 0; }

private:
  enum class Part { headers, lines, last };

  std::size_t left_{0}; // how many lines it may still have
  Part part_{Part::headers};
};

} // namespace tidegate::util
