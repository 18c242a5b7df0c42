// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// Inside adapters/docker only.
namespace tidegate::docker {

// Protocol buffers, as far as four messages of BuildKit need them: a field is a number with a
// varint or with bytes. libprotobuf would be many times our own size for that.
struct WireField {
  std::uint64_t number{0};
  std::uint64_t value{0}; // of a varint
  std::string_view bytes; // of a string, of bytes, of a message inside
  bool is_bytes{false};
};

// Reads the fields of one message in order; never beyond its end.
class WireReader {
public:
  explicit WireReader(std::string_view message)
      : rest_(message) {}

  // nullopt at the end, and where what follows is no field: see `damaged`.
  std::optional<WireField> next() {
    while (!rest_.empty() && !damaged_) {
      const std::uint64_t key = varint();
      WireField field{.number = key >> 3U, .value = 0, .bytes = {}};
      switch (key & 7U) {
      case 0:
        field.value = varint();
        break;
      case 1: // a fixed number: none of our messages has one
        take(sizeof(std::uint64_t));
        continue;
      case 2:
        field.bytes = take(varint());
        field.is_bytes = true;
        break;
      case 5:
        take(sizeof(std::uint32_t));
        continue;
      default: // groups, which nobody writes any more
        damaged_ = true;
      }
      if (!damaged_) {
        return field;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool damaged() const { return damaged_; }

private:
  std::uint64_t varint() {
    constexpr unsigned bits_of_a_byte = 7;
    constexpr unsigned most_bits = 64;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < most_bits; shift += bits_of_a_byte) {
      const auto byte = take(1);
      if (byte.empty()) {
        return 0;
      }
      const auto bits = static_cast<unsigned char>(byte.front());
      value |= static_cast<std::uint64_t>(bits & 0x7FU) << shift;
      if (bits < 0x80U) {
        return value;
      }
    }
    damaged_ = true;
    return 0;
  }

  std::string_view take(std::uint64_t count) {
    if (damaged_ || count > rest_.size()) {
      damaged_ = true;
      return {};
    }
    const auto taken = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
  bool damaged_{false};
};

} // namespace tidegate::docker
