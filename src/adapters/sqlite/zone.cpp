// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/zone.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>

namespace tidegate::sqlite {
namespace {

constexpr std::size_t header_bytes = 44;
constexpr std::size_t max_file_bytes = 256UL * 1024;

// The zone files are big-endian. The caller has checked the bounds.
std::int64_t big_endian(std::string_view bytes) {
  std::uint64_t number = (static_cast<unsigned char>(bytes.front()) & 0x80) != 0 ? ~0ULL : 0ULL;
  for (const char c : bytes) {
    number = (number << 8U) | static_cast<unsigned char>(c);
  }
  return static_cast<std::int64_t>(number);
}

// One of the two blocks of a file: its counts and where its parts begin.
struct Block {
  std::size_t transitions{0};
  std::size_t types{0};
  std::size_t times_at{0};
  std::size_t indices_at{0};
  std::size_t types_at{0};
  std::size_t end{0};
};

std::optional<Block> read_block(std::string_view bytes, std::size_t at, std::size_t time_bytes) {
  if (bytes.size() < at + header_bytes || bytes.substr(at, 4) != "TZif") {
    return std::nullopt;
  }
  const auto count = [&](std::size_t field) {
    return static_cast<std::size_t>(big_endian(bytes.substr(at + 20 + (4 * field), 4))
                                    & 0xffffffff);
  };
  Block block;
  block.transitions = count(3);
  block.types = count(4);
  block.times_at = at + header_bytes;
  block.indices_at = block.times_at + (block.transitions * time_bytes);
  block.types_at = block.indices_at + block.transitions;
  block.end = block.types_at + (block.types * 6) + count(5) + (count(2) * (time_bytes + 4))
              + count(1) + count(0);
  return block.end <= bytes.size() && block.types > 0 ? std::optional(block) : std::nullopt;
}

bool well_formed(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos
         && name.find('\0') == std::string::npos;
}

} // namespace

Zone Zone::load(const std::string& name, const std::string& folder) {
  const std::filesystem::path file = std::filesystem::path(folder) / name;
  std::error_code unknown;
  if (!well_formed(name) || !std::filesystem::is_regular_file(file, unknown)) {
    return {};
  }
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(max_file_bytes, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return parse(name, bytes);
}

Zone Zone::parse(const std::string& name, std::string_view bytes) {
  // The first block is for readers of 32-bit times; the second has 64 bits and a rule behind it.
  const auto old = read_block(bytes, 0, 4);
  const auto block = old ? read_block(bytes, old->end, 8) : std::nullopt;
  if (!block) {
    return {};
  }
  Zone zone;
  const auto add = [&](std::int64_t from, std::size_t type) {
    if (type < block->types) {
      const auto offset = big_endian(bytes.substr(block->types_at + (6 * type), 4));
      zone.spans_.push_back({.from = from, .offset = static_cast<std::int32_t>(offset)});
    }
  };
  add(std::numeric_limits<std::int64_t>::min(), 0);
  for (std::size_t i = 0; i < block->transitions; ++i) {
    add(big_endian(bytes.substr(block->times_at + (8 * i), 8)),
        static_cast<unsigned char>(bytes[block->indices_at + i]));
  }
  if (!std::ranges::is_sorted(zone.spans_, {}, &Span::from)) {
    return {};
  }
  // A comma in the rule: summer time goes on behind the table.
  zone.open_ended_ = bytes.substr(block->end).find(',') == std::string_view::npos;
  zone.name_ = name;
  return zone;
}

Zone::Local Zone::local(Time time) const {
  Local utc{.text = util::to_rfc3339(time), .zone = "UTC"};
  const std::int64_t seconds =
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  const auto next = std::ranges::upper_bound(spans_, seconds, {}, &Span::from);
  if (next == spans_.begin() || (next == spans_.end() && !open_ended_)) {
    return utc;
  }
  const std::int32_t offset = std::prev(next)->offset;
  // Offsets of real clocks are whole minutes below a day; far times would overflow.
  constexpr std::int64_t last_second = 7'258'118'400; // the year 2200
  if (name_ == "UTC" || offset % 60 != 0 || std::abs(offset) >= 86'400 || seconds < 0
      || seconds > last_second) {
    return utc;
  }
  std::string text = util::to_rfc3339(time + std::chrono::seconds(offset));
  text.pop_back(); // Z
  const int minutes = std::abs(offset) / 60;
  text += fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return {.text = std::move(text), .zone = name_};
}

} // namespace tidegate::sqlite
