// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/pkt_line.hpp"
#include "adapters/git/side_band.hpp"

#include <doctest/doctest.h>
#include <vector>

namespace tidegate::git {
namespace {

struct Heard {
  std::vector<std::string> packets; // "<text>", or "(0)" to "(2)" for those without data
  bool whole{false};
};

// Feeds `stream` in chunks of `size`.
Heard read(std::string_view stream, std::size_t size) {
  Heard heard;
  PacketReader reader;
  bool fine = true;
  while (fine && !stream.empty()) {
    fine = reader.feed(stream.substr(0, size), [&](const Packet& packet) {
      const int kind = static_cast<int>(packet.kind) - 1;
      heard.packets.push_back(packet.kind == Packet::Kind::data ? std::string(packet.data)
                                                                : "(" + std::to_string(kind) + ")");
      return true;
    });
    stream.remove_prefix(std::min(size, stream.size()));
  }
  heard.whole = fine && reader.at_end();
  return heard;
}

} // namespace

TEST_CASE("a packet says how long it is, in four hex digits that count too") {
  CHECK(packet("a\n") == "0006a\n");
  CHECK(packet("") == "0004");
  CHECK(packet(std::string(longest_packet, 'x')).starts_with("fff0x"));
}

TEST_CASE("packets come out of a stream however it is cut") {
  const std::string stream =
      packet("first\n") + "0000" + packet("") + "0001" + packet("x") + "0002";
  const std::vector<std::string> wanted{"first\n", "(0)", "", "(1)", "x", "(2)"};
  for (std::size_t size = 1; size <= stream.size(); ++size) {
    const Heard heard = read(stream, size);
    CHECK(heard.packets == wanted);
    CHECK(heard.whole);
  }
}

TEST_CASE("what is no packet ends the reading") {
  CHECK_FALSE(read("HTTP", 4).whole);
  CHECK_FALSE(read("0003", 4).whole);
  CHECK_FALSE(read("fff5", 4).whole);
  CHECK_FALSE(read("+005x", 9).whole);
  CHECK(read("fff4", 4).packets.empty());
}

TEST_CASE("a stream that is cut off is not whole") {
  CHECK_FALSE(read("0006a", 5).whole);
  CHECK_FALSE(read("00", 2).whole);
}

TEST_CASE("nothing is read once the reader of packets has enough") {
  PacketReader reader;
  int seen = 0;
  const auto once = [&](const Packet&) { return ++seen < 1; };
  CHECK_FALSE(reader.feed("0000000000000000", once));
  CHECK_FALSE(reader.feed("0000", once));
  CHECK(seen == 1);
}

TEST_CASE("a side band keeps the answer, the talk and the error apart") {
  std::string data;
  SideBand band([&](std::string_view piece) {
    data += piece;
    return true;
  });
  CHECK(band.take("\x01PA"));
  CHECK(band.take("\x02"
                  "counting\n"));
  CHECK(band.take("\x01"
                  "CK"));
  CHECK(data == "PACK");
  CHECK(band.talk() == "counting\n");
  CHECK_FALSE(band.failed());
  CHECK_FALSE(band.take("\x03no room"));
  CHECK(band.failed());
  CHECK(band.talk() == "counting\nno room");
}

TEST_CASE("a side band that does not exist, and an empty packet, end the stream") {
  SideBand band([](std::string_view) { return true; });
  CHECK_FALSE(band.take("\x04x"));
  CHECK_FALSE(band.take(""));
  CHECK_FALSE(band.failed());
}

TEST_CASE("a server that never stops talking fills no memory") {
  SideBand band([](std::string_view) { return true; });
  for (int i = 0; i < 100; ++i) {
    CHECK(band.take("\x02" + std::string(1000, static_cast<char>('a' + i % 26))));
  }
  CHECK(band.talk().size() == 4096);
}

} // namespace tidegate::git
