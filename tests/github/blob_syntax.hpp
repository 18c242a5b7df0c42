// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace github_standin {

// The ids of <BlockList>, in order; nothing where the text is no such list.
std::optional<std::vector<std::string>> parse_block_list(std::string_view xml);

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// "bytes=N-" and "bytes=N-M" of a blob of that size; nothing where it lies outside.
std::optional<ByteRange> parse_range(std::string_view text, std::uint64_t size);

} // namespace github_standin
