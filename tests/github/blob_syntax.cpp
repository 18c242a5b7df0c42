// SPDX-License-Identifier: Apache-2.0
#include "github/blob_syntax.hpp"

#include "github/whole_number.hpp"

#include <algorithm>

namespace github_standin {

std::optional<std::vector<std::string>> parse_block_list(std::string_view xml) {
  const std::size_t begin = xml.find("<BlockList>");
  const std::size_t end = xml.find("</BlockList>", begin);
  if (end == std::string_view::npos) {
    return xml.find("<BlockList/>") == std::string_view::npos
               ? std::nullopt
               : std::optional(std::vector<std::string>());
  }
  std::vector<std::string> blocks;
  std::size_t place = begin + std::string_view("<BlockList>").size();
  for (place = xml.find('<', place); place < end; place = xml.find('<', place)) {
    const std::size_t text = xml.find('>', place) + 1;
    const std::size_t close = text == 0 ? std::string_view::npos : xml.find("</", text);
    const std::size_t next = text == 0 ? std::string_view::npos : xml.find('>', close);
    const std::string_view name = xml.substr(place + 1, text - place - 2);
    if (next == std::string_view::npos || next > end
        || (name != "Latest" && name != "Uncommitted" && name != "Committed")) {
      return std::nullopt;
    }
    blocks.emplace_back(xml.substr(text, close - text));
    place = next + 1;
  }
  return blocks;
}

std::optional<ByteRange> parse_range(std::string_view text, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  const std::size_t dash = text.find('-');
  if (!text.starts_with(unit) || dash == std::string_view::npos || size == 0) {
    return std::nullopt;
  }
  const auto first = whole_number<std::uint64_t>(text.substr(unit.size(), dash - unit.size()));
  const bool open = dash + 1 == text.size();
  const auto last = open ? size - 1 : whole_number<std::uint64_t>(text.substr(dash + 1));
  if (!first || !last || *first > std::min(*last, size - 1)) {
    return std::nullopt;
  }
  return ByteRange{.offset = *first, .length = std::min(*last, size - 1) - *first + 1};
}

} // namespace github_standin
