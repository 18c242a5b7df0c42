// SPDX-License-Identifier: Apache-2.0
#include "commands/events/line_search.hpp"

#include "util/beside.hpp"
#include "util/lines.hpp"

#include <algorithm>
#include <utility>

namespace tidegate::commands {
namespace {

// Large enough that a thread is worth starting, small enough for the cache of a processor.
constexpr std::size_t block_bytes = 512UL * 1024;

// More than one, so that no processor is idle while the first block is waited for.
constexpr std::size_t blocks_per_processor = 2;

} // namespace

LineSearch::LineSearch(codec::EventFilter filter, int processors, Sink sink)
    : filter_(std::move(filter)),
      sink_(std::move(sink)),
      most_bytes_at_work_(block_bytes * blocks_per_processor
                          * static_cast<std::size_t>(std::max(processors, 1))) {}

void LineSearch::take(std::string_view lines) {
  next_.text += lines;
  if (!lines.empty() && !lines.ends_with('\n')) {
    next_.text += '\n';
  }
  if (next_.text.size() >= block_bytes) {
    begin();
  }
}

int LineSearch::finish() {
  if (!next_.text.empty()) {
    begin();
  }
  while (!at_work_.empty()) {
    end_first();
  }
  return damaged_;
}

void LineSearch::look(Block& block) const {
  codec::LineFilter lines(filter_);
  util::each_line(block.text, [&](std::string_view line) {
    auto reading = lines.look(line);
    block.damaged += reading.reading == codec::Reading::damaged ? 1 : 0;
    if (reading.reading == codec::Reading::event) {
      const auto begin = static_cast<std::size_t>(line.data() - block.text.data());
      block.events.push_back({std::move(reading), begin, line.size()});
    }
  });
}

void LineSearch::begin() {
  std::string memory;
  while (!at_work_.empty() && bytes_at_work_ + next_.text.size() > most_bytes_at_work_) {
    memory = end_first();
  }
  bytes_at_work_ += next_.text.size();
  Work& work =
      at_work_.emplace_back(Work{.block = std::exchange(next_, {.text = std::move(memory)})});
  work.done = util::beside([this, &work] { look(work.block); });
}

std::string LineSearch::end_first() {
  Work& work = at_work_.front();
  work.done.get();
  const std::string_view text = work.block.text;
  for (const auto& [reading, begin, size] : work.block.events) {
    sink_({.timestamp = reading.timestamp, .id = reading.id, .line = text.substr(begin, size)});
  }
  damaged_ += work.block.damaged;
  bytes_at_work_ -= text.size();
  std::string memory = std::move(work.block.text);
  at_work_.pop_front();
  memory.clear();
  if (memory.capacity() > 4 * block_bytes) { // of one huge line
    return {};
  }
  return memory;
}

} // namespace tidegate::commands
