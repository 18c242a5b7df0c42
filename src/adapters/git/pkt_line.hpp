// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

// Git's packet lines (git/git Documentation/gitprotocol-common.txt): four hex digits that say how
// long the packet is, themselves included, then the packet.
namespace tidegate::git {

struct Packet {
  enum class Kind { data, flush, delimiter, end };
  Kind kind{Kind::data};
  std::string_view data; // valid during the call only
};

constexpr std::size_t longest_packet = 65516; // of its data

constexpr std::string_view flush_packet = "0000";
constexpr std::string_view delimiter_packet = "0001";

// `data` is at most `longest_packet` long.
std::string packet(std::string_view data);

// Cuts a stream into packets; never holds more than one.
class PacketReader {
public:
  // false ends the reading.
  using Sink = std::function<bool(const Packet&)>;

  // false where the stream is not made of packets, or the sink has had enough; nothing is read
  // after that.
  bool feed(std::string_view chunk, const Sink& sink);

  // Nothing of a packet that has begun is missing.
  [[nodiscard]] bool at_end() const { return pending_.empty(); }

private:
  bool emit(const Sink& sink);

  std::string pending_;
  bool stopped_{false};
};

} // namespace tidegate::git
