// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/chunk_pipe.hpp"

#include <utility>

namespace tidegate::image {

bool ChunkPipe::push(std::string_view piece) {
  std::unique_lock guard(lock_);
  changed_.wait(guard, [&] { return left_ || waiting_bytes_ < most_waiting; });
  if (left_) {
    return false;
  }
  if (!piece.empty()) { // an empty one would mean the end
    waiting_.emplace_back(piece);
    waiting_bytes_ += piece.size();
    changed_.notify_all();
  }
  return true;
}

void ChunkPipe::finish(std::optional<Error> trouble) {
  const std::lock_guard guard(lock_);
  finished_ = true;
  trouble_ = std::move(trouble);
  changed_.notify_all();
}

Result<std::string_view> ChunkPipe::next() {
  std::unique_lock guard(lock_);
  changed_.wait(guard, [&] { return finished_ || !waiting_.empty(); });
  if (!waiting_.empty()) {
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= current_.size();
    changed_.notify_all();
    return std::string_view(current_);
  }
  if (trouble_) {
    return tl::unexpected(*trouble_);
  }
  return std::string_view();
}

void ChunkPipe::leave() {
  const std::lock_guard guard(lock_);
  left_ = true;
  changed_.notify_all();
}

} // namespace tidegate::image
