// SPDX-License-Identifier: Apache-2.0
#include "commands/events/seen_ids.hpp"

#include "adapters/eventlog/segment.hpp"
#include "util/id.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace tidegate::commands {
namespace {

constexpr std::uint8_t no_digit = 32;

// What each character of a ULID stands for. Only as they are written here: one id has one spelling.
constexpr std::array<std::uint8_t, 256> ulid_values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < util::ulid_digits.size(); ++i) {
    table[static_cast<unsigned char>(util::ulid_digits[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

// All of its 128 bits: nothing is lost, and nothing has to be hashed.
std::optional<std::array<std::uint64_t, 2>> ulid_of(std::string_view id) {
  constexpr std::size_t digits = 26;
  if (id.size() != digits || id.front() > '7') {
    return std::nullopt;
  }
  std::array<std::uint64_t, 2> bits{};
  std::uint8_t wrong = 0; // looked at in the end: no branch on the way
  for (const char c : id) {
    const std::uint8_t digit = ulid_values[static_cast<unsigned char>(c)];
    wrong |= digit;
    bits[0] = bits[0] << 5U | bits[1] >> 59U;
    bits[1] = bits[1] << 5U | (digit & 31U);
  }
  return (wrong & no_digit) == 0 ? std::optional(bits) : std::nullopt;
}

// Of SHA-256: ids come from a branch that others can write to, who must not be able to hide an
// event behind another one.
std::array<std::uint64_t, 2> digest_of(std::string_view text) {
  constexpr std::size_t digits = 16;
  const std::string hash = eventlog::short_hash(text, 2 * digits);
  std::array<std::uint64_t, 2> digest{};
  std::from_chars(hash.data(), hash.data() + digits, digest[0], 16);
  std::from_chars(hash.data() + digits, hash.data() + 2 * digits, digest[1], 16);
  return digest;
}

std::uint64_t random_seed() {
  const std::string digits = util::random_hex(sizeof(std::uint64_t));
  std::uint64_t seed = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), seed, 16);
  return seed;
}

} // namespace

std::size_t SeenIds::Mixed::operator()(const Sixteen& bytes) const {
  std::uint64_t mixed = seed;
  for (const std::uint64_t part : bytes) { // the finishing steps of MurmurHash3
    mixed ^= part;
    mixed = (mixed ^ mixed >> 33U) * 0xFF51AFD7ED558CCDU;
    mixed = (mixed ^ mixed >> 33U) * 0xC4CEB9FE1A85EC53U;
    mixed ^= mixed >> 33U;
  }
  return mixed;
}

SeenIds::SeenIds()
    : ulids_(0, Mixed{random_seed()}),
      others_(0, Mixed{random_seed()}) {}

bool SeenIds::is_new(std::string_view id, std::string_view line) {
  if (const auto ulid = ulid_of(id)) {
    return ulids_.insert(*ulid).second;
  }
  return others_.insert(digest_of(id.empty() ? line : id)).second;
}

} // namespace tidegate::commands
