// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/byte_source.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::image {

// Joins one thread that is handed an archive piece by piece (an HTTP client) with another one that
// asks for it (read_archive). Holds a few megabytes at most: the writer waits for the reader.
class ChunkPipe final : public ByteSource {
public:
  // False: the reader is gone, send no more.
  bool push(std::string_view piece);
  // After the last piece, or where no more can come.
  void finish(std::optional<Error> trouble = std::nullopt);

  Result<std::string_view> next() override;
  // The reader wants no more; a writer that waits is let go.
  void leave();

private:
  static constexpr std::size_t most_waiting = 4U << 20U;

  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_{0};
  std::string current_;
  std::optional<Error> trouble_;
  bool finished_{false};
  bool left_{false};
};

} // namespace tidegate::image
