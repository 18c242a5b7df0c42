// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/pkt_line.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace tidegate::git {
namespace {

constexpr std::size_t head_bytes = 4;

// The length as it is written; nullopt where it is none.
std::optional<std::size_t> length_of(std::string_view packet) {
  const std::string_view head = packet.substr(0, head_bytes);
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(head.data(), head.data() + head.size(), length, 16);
  const bool special = length <= 2;
  const bool fits = length >= head_bytes && length <= longest_packet + head_bytes;
  if (error != std::errc{} || end != head.data() + head.size() || (!special && !fits)) {
    return std::nullopt;
  }
  return length;
}

Packet::Kind kind_of(std::size_t length) {
  switch (length) {
  case 0:
    return Packet::Kind::flush;
  case 1:
    return Packet::Kind::delimiter;
  case 2:
    return Packet::Kind::end;
  default:
    return Packet::Kind::data;
  }
}

} // namespace

std::string packet(std::string_view data) {
  return fmt::format("{:04x}{}", data.size() + head_bytes, data);
}

bool PacketReader::feed(std::string_view chunk, const Sink& sink) {
  while (!chunk.empty() && !stopped_) {
    std::size_t wanted = head_bytes;
    if (pending_.size() >= head_bytes) {
      wanted = std::max(*length_of(pending_), head_bytes); // it was looked at when it was complete
    }
    const std::string_view part = chunk.substr(0, wanted - pending_.size());
    pending_ += part;
    chunk.remove_prefix(part.size());
    if (pending_.size() == wanted) {
      stopped_ = !emit(sink);
    }
  }
  return !stopped_;
}

// `pending_` is a whole head or a whole packet.
bool PacketReader::emit(const Sink& sink) {
  const auto length = length_of(pending_);
  if (!length) {
    return false;
  }
  if (*length > pending_.size()) {
    return true; // the data comes next
  }
  const std::string_view data = std::string_view(pending_).substr(head_bytes);
  const bool go_on = sink({.kind = kind_of(*length), .data = data});
  pending_.clear();
  return go_on;
}

} // namespace tidegate::git
