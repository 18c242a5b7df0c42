// SPDX-License-Identifier: Apache-2.0
#include "util/lines.hpp"

#include <algorithm>
#include <cstring>

namespace tidegate::util {

void each_line(std::string_view text, const std::function<void(std::string_view)>& sink) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    sink(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

void LineSplitter::feed(std::string_view chunk, const Sink& sink) {
  while (!chunk.empty()) {
    const void* const found = std::memchr(chunk.data(), '\n', chunk.size());
    if (found == nullptr) {
      hold(chunk);
      return;
    }
    const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - chunk.data());
    const std::string_view part = chunk.substr(0, length);
    chunk.remove_prefix(length + 1);
    if (pending_.empty() && !cut_) {
      sink(Line{part.substr(0, max_bytes_), part.size() > max_bytes_}); // the usual case: no copy
      continue;
    }
    hold(part);
    emit(sink);
  }
}

void LineSplitter::finish(const Sink& sink) {
  if (!pending_.empty() || cut_) {
    emit(sink);
  }
}

void LineSplitter::hold(std::string_view part) {
  const std::size_t room = max_bytes_ - pending_.size();
  cut_ = cut_ || part.size() > room;
  pending_.append(part.substr(0, room));
}

void LineSplitter::emit(const Sink& sink) {
  sink(Line{pending_, cut_});
  pending_.clear();
  cut_ = false;
}

} // namespace tidegate::util
