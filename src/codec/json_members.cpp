// SPDX-License-Identifier: Apache-2.0
#include "codec/json_members.hpp"

#include "util/json_scan.hpp"

#include <algorithm>
#include <ranges>

namespace tidegate::codec {

bool scan_members(std::string_view text, std::vector<JsonMember>& members) {
  members.clear();
  util::JsonScan scan(text);
  std::string_view key;
  bool escaped = false;
  scan.open_object();
  while (!escaped && scan.next_raw_key(key, escaped)) {
    members.push_back({key, scan.skip()});
  }
  return !escaped && scan.finished();
}

std::string_view value_of(const std::vector<JsonMember>& members, std::string_view key) {
  const auto last_first = members | std::views::reverse;
  const auto found = std::ranges::find(last_first, key, &JsonMember::key);
  return found == last_first.end() ? std::string_view{} : found->value;
}

} // namespace tidegate::codec
