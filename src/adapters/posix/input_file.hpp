// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tidegate::posix {

// A file to be read once from its beginning, or standard input for "-". Pipes are fine.
class InputFile {
public:
  // Error: usage, with the path: the person named a file that cannot be read.
  static Result<InputFile> open(const std::string& path);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  [[nodiscard]] int descriptor() const { return descriptor_; }

  // Error: external, reading stopped there; also where there are more than `limit` bytes: some
  // files have no end.
  static constexpr std::uint64_t longest_stream = std::uint64_t{8} << 30U;
  Result<void> each_chunk(const std::function<void(std::string_view)>& sink,
                          std::uint64_t limit = longest_stream) const;

  // All of it. Error: external, or usage where it is larger than `limit`; no more than that is read
  // then: some files have no end.
  [[nodiscard]] Result<std::string> all(std::size_t limit) const;

private:
  InputFile(int descriptor, std::string path)
      : descriptor_(descriptor),
        path_(std::move(path)) {}

  // As long as `sink` says true.
  [[nodiscard]] Result<void> read_while(const std::function<bool(std::string_view)>& sink) const;

  int descriptor_;
  std::string path_;
};

} // namespace tidegate::posix
