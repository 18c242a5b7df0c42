// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

// Inside codec only.
namespace tidegate::codec {

// Both are parts of the text, as they are written: the key without its quotes.
struct JsonMember {
  std::string_view key;
  std::string_view value;
  bool escaped; // the key: it means something else than it says
};

// The members of a JSON object in the order in which they stand there, found in one pass over the
// text without building anything. What it takes is whole and right, all the way down, and a parser
// reads the same from it. `members` keeps its memory from one call to the next.
bool scan_members(std::string_view text, std::vector<JsonMember>& members);

// The value of a key: the last one where there are several, as everywhere; empty where there is
// none.
std::string_view value_of(const std::vector<JsonMember>& members, std::string_view key);

} // namespace tidegate::codec
