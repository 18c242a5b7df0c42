// SPDX-License-Identifier: Apache-2.0
// Any bytes as a tree of the event branch, its names and modes above all: nothing that is listed
// leads out of the folder that it is fetched into. The pack around the tree is a whole one.
#include "adapters/eventlog/segment.hpp"
#include "adapters/git/objects.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <openssl/sha.h>
#include <string>
#include <string_view>
#include <zlib.h>

using namespace tidegate;

namespace {

enum Kind : unsigned { commit = 1, tree = 2 };

std::string sha1(std::string_view bytes) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

std::string name_of(std::string_view kind, std::string_view content) {
  return sha1(std::string(kind) + " " + std::to_string(content.size()) + '\0'
              + std::string(content));
}

// As gitformat-pack(5) has it: kind and size, then the deflated content.
std::string entry(Kind kind, const std::string& content) {
  std::size_t size = content.size();
  unsigned byte = (kind << 4U) | (size & 15U);
  std::string text;
  for (size >>= 4U; size > 0; size >>= 7U) {
    text += static_cast<char>(byte | 128U);
    byte = size & 127U;
  }
  text += static_cast<char>(byte);
  uLongf room = compressBound(content.size());
  std::string packed(room, '\0');
  compress(reinterpret_cast<Bytef*>(packed.data()),
           &room,
           reinterpret_cast<const Bytef*>(content.data()),
           content.size());
  return text + packed.substr(0, room);
}

bool stays_inside(std::string_view path) {
  return !path.starts_with('/') && path.find("..") == std::string_view::npos
         && path.find('\0') == std::string_view::npos && eventlog::is_segment_path(path);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string content(reinterpret_cast<const char*>(data), size);
  const std::string top = "tree " + hex(name_of("tree", content))
                          + "\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nm\n";
  std::string pack =
      std::string("PACK\0\0\0\2\0\0\0\2", 12) + entry(commit, top) + entry(tree, content);
  pack += sha1(pack);
  auto objects = git::Objects::make();
  if (!objects) {
    std::abort();
  }
  if (!objects->take_pack([&](const auto& sink) { return sink(pack); })) {
    return 0;
  }
  const std::string name = hex(name_of("commit", top));
  const auto files = objects->files(name, [](std::string_view path, bool folder) {
    return folder ? eventlog::is_segment_folder(path) : eventlog::is_segment_path(path);
  });
  for (const auto& file : files.value_or(std::vector<git::TreeFile>{})) {
    if (!stays_inside(file.path)) {
      std::abort();
    }
  }
  (void)objects->files(name, [](std::string_view, bool) { return true; });
  (void)objects->has_file(name, "events");
  return 0;
}
