// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/byte_source.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace tidegate::image {

// A file, read once; "-" is standard input.
class FileSource final : public ByteSource {
public:
  // Error: external, "FILE: no such file or directory".
  static Result<FileSource> open(const std::string& path);
  Result<std::string_view> next() override;

private:
  struct Close {
    void operator()(std::FILE* file) const;
  };

  explicit FileSource(std::string path, std::FILE* file);

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<char> buffer_;
};

} // namespace tidegate::image
