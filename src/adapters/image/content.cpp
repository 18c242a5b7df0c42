// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/content.hpp"

#include <algorithm>

namespace tidegate::image {
namespace {

constexpr std::string_view gzip_mark = "\x1f\x8b";
constexpr std::string_view zstd_mark = "\x28\xb5\x2f\xfd";
constexpr std::string_view tar_mark = "ustar";
constexpr std::size_t tar_mark_at = 257;

bool is_tar(std::string_view name, std::string_view beginning) {
  // Before POSIX a header had no mark, and an empty archive has no header.
  return beginning.substr(std::min(tar_mark_at, beginning.size())).starts_with(tar_mark)
         || name.ends_with(".tar")
         || (beginning.size() == telling_bytes
             && std::ranges::all_of(beginning, [](char byte) { return byte == '\0'; }));
}

} // namespace

Content content_of(std::string_view name, std::string_view beginning) {
  if (beginning.starts_with(gzip_mark) || beginning.starts_with(zstd_mark)
      || is_tar(name, beginning)) {
    return Content::layer;
  }
  const auto first = beginning.find_first_not_of(" \t\r\n");
  const bool json =
      first != std::string_view::npos && (beginning[first] == '{' || beginning[first] == '[');
  return json ? Content::document : Content::unknown;
}

} // namespace tidegate::image
