// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidegate::dockerfile {

// SHA-256, one text after another.
class Hash {
public:
  Hash();
  ~Hash();
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;
  Hash(Hash&&) = delete;
  Hash& operator=(Hash&&) = delete;

  void add(std::string_view bytes);
  // 32 bytes; the next one begins.
  std::string finish();

private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string to_hex(std::string_view bytes, std::size_t digits);

// Which nodes of a tree count; empty: all.
using Included = std::vector<char>;

// Digests over content, mode and names, as far as BuildKit looks at them too: not over times and
// owners. Each file is read at most once.
class Digests {
public:
  Digests(const ContextTree& tree, const GiveUp& give_up, std::uint64_t most_bytes)
      : tree_(tree),
        give_up_(give_up),
        bytes_left_(most_bytes) {}

  // Of a file, or of a folder with all that is in it. nullopt: a file cannot be read, or the work
  // was given up.
  std::optional<std::string> of(std::size_t node, const Included& included);

  [[nodiscard]] bool gave_up() const { return gave_up_; }

  [[nodiscard]] const std::vector<std::string>& unreadable() const { return unreadable_; }

private:
  using Known = std::unordered_map<std::size_t, std::string>;

  std::optional<std::string> of_file(std::size_t node);
  std::optional<std::string> read_file(std::size_t node);
  bool open_folder(std::size_t node, const Included& included, std::vector<std::size_t>& folders);
  std::string of_folder(std::size_t node, const Included& included, const Known& known);

  const ContextTree& tree_;
  const GiveUp& give_up_;
  std::uint64_t bytes_left_;
  bool gave_up_{false};
  Hash hash_;
  Known files_;
  Known folders_;                       // with all that is in them
  std::vector<std::string> unreadable_; // at most 10
};

} // namespace tidegate::dockerfile
