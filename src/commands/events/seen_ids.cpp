// SPDX-License-Identifier: Apache-2.0
#include "commands/events/seen_ids.hpp"

#include "adapters/eventlog/segment.hpp"

#include <charconv>
#include <string>

namespace tidegate::commands {

// Of SHA-256: ids come from a branch that others can write to, who must not be able to hide an
// event behind another one.
bool SeenIds::is_new(std::string_view id, std::string_view line) {
  constexpr std::size_t digits = 16;
  const std::string hash = eventlog::short_hash(id.empty() ? line : id, 2 * digits);
  Digest digest{};
  std::from_chars(hash.data(), hash.data() + digits, digest[0], 16);
  std::from_chars(hash.data() + digits, hash.data() + 2 * digits, digest[1], 16);
  return seen_.insert(digest).second;
}

} // namespace tidegate::commands
