// SPDX-License-Identifier: Apache-2.0
#include "codec/json_members.hpp"

#include "util/json_escapes.hpp"
#include "util/json_scan.hpp"

#include <algorithm>
#include <ranges>
#include <string>

namespace tidegate::codec {
namespace {

bool is_called(const JsonMember& member, std::string_view key) {
  if (!member.escaped) {
    return member.key == key;
  }
  std::string meant;
  util::unescape_json(member.key, meant);
  return meant == key;
}

} // namespace

bool scan_members(std::string_view text, std::vector<JsonMember>& members) {
  members.clear();
  util::JsonScan scan(text);
  std::string_view key;
  bool escaped = false;
  scan.open_object();
  while (scan.next_raw_key(key, escaped)) {
    members.push_back({key, scan.skip(), escaped});
  }
  return scan.finished();
}

std::string_view value_of(const std::vector<JsonMember>& members, std::string_view key) {
  const auto last_first = members | std::views::reverse;
  const auto found = std::ranges::find_if(
      last_first, [key](const JsonMember& member) { return is_called(member, key); });
  return found == last_first.end() ? std::string_view{} : found->value;
}

} // namespace tidegate::codec
