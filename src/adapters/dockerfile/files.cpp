// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/files.hpp"

#include <cstddef>
#include <fstream>
#include <system_error>

namespace tidegate::dockerfile {

std::optional<std::string> read_text_file(const std::filesystem::path& file) {
  constexpr std::size_t most_bytes = std::size_t{8} << 20U;
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) { // a pipe would make us wait
    return std::nullopt;
  }
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (error || size > most_bytes || !stream) {
    return std::nullopt;
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return stream.bad() ? std::nullopt : std::optional(std::move(text));
}

} // namespace tidegate::dockerfile
