// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tidegate::util {

// A file of the repository that the build put into the program (scripts/cmake/embed_files.cmake).
struct EmbeddedFile {
  std::string_view path; // relative to the folder that was embedded
  std::string_view text;
};

} // namespace tidegate::util
