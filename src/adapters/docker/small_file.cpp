// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/small_file.hpp"

#include <cstddef>
#include <fstream>
#include <system_error>

namespace tidegate::docker {

std::optional<std::string> read_small_file(const std::filesystem::path& path) {
  constexpr std::size_t max_bytes = std::size_t{1} << 20U;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) { // a pipe would make us wait
    return std::nullopt;
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(max_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > max_bytes || file.bad() || !file.eof()) {
    return std::nullopt;
  }
  return text;
}

} // namespace tidegate::docker
