// SPDX-License-Identifier: Apache-2.0
#include "github/control/zip.hpp"

#include <cstdint>
#include <string_view>
#include <zlib.h>

namespace github_standin {

namespace {

// Without the head and sum that zlib's own format has.
std::string deflated(const std::string& bytes) {
  z_stream stream{};
  constexpr int raw = -15;
  constexpr int usual_memory = 8;
  if (deflateInit2(
          &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw, usual_memory, Z_DEFAULT_STRATEGY)
      != Z_OK) {
    return "";
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  std::string input = bytes; // zlib asks for what it may change
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

void put(std::string& target, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    target += static_cast<char>((value >> (8 * i)) & 255U);
  }
}

// What both headers of a member have: from "version needed" to the length of the name.
std::string facts(const ZipMember& member, std::size_t packed) {
  constexpr std::uint16_t version = 20;
  constexpr std::uint16_t deflate_method = 8;
  constexpr std::uint16_t date = (46U << 9U) | (1U << 5U) | 1U; // 2026-01-01
  const auto sum = ::crc32(0,
                           reinterpret_cast<const Bytef*>(member.bytes.data()),
                           static_cast<uInt>(member.bytes.size()));
  std::string text;
  put(text, version, 2);
  put(text, 0, 2); // flags
  put(text, deflate_method, 2);
  put(text, 0, 2); // time
  put(text, date, 2);
  put(text, sum, 4);
  put(text, packed, 4);
  put(text, member.bytes.size(), 4);
  put(text, member.name.size(), 2);
  put(text, 0, 2); // extra field
  return text;
}

} // namespace

std::string make_zip(const std::vector<ZipMember>& members) {
  std::string zip;
  std::string directory;
  for (const ZipMember& member : members) {
    const std::size_t place = zip.size();
    const std::string packed = deflated(member.bytes);
    const std::string head = facts(member, packed.size());
    zip += "PK\x03\x04" + head + member.name + packed;
    directory += "PK\x01\x02";
    put(directory, 20, 2); // version made by
    directory += head;
    put(directory, 0, 2); // comment
    put(directory, 0, 2); // disk
    put(directory, 0, 2); // internal attributes
    put(directory, 0, 4); // external attributes
    put(directory, place, 4);
    directory += member.name;
  }
  const std::size_t place = zip.size();
  zip += directory + "PK\x05\x06";
  put(zip, 0, 4); // disks
  put(zip, members.size(), 2);
  put(zip, members.size(), 2);
  put(zip, directory.size(), 4);
  put(zip, place, 4);
  put(zip, 0, 2); // comment
  return zip;
}

} // namespace github_standin
