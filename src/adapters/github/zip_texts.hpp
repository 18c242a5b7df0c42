// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::github {

struct ZipLimits {
  std::size_t entries{200};
  std::size_t entry_bytes{16U << 20U}; // unpacked
  std::size_t all_bytes{32U << 20U};   // unpacked
  std::size_t name_bytes{255};
};

struct ZipTexts {
  struct File {
    std::string name; // printable, for people
    std::string text;
  };

  std::vector<File> files;
  std::vector<std::string> left_out; // what was not read, and why; printable
};

// The regular files of a zip archive in memory whose names end in `suffix`. Nothing is written
// anywhere, so names mean nothing; the archive may be anything at all.
ZipTexts read_zip(std::string_view zip, std::string_view suffix, const ZipLimits& limits = {});

} // namespace tidegate::github
