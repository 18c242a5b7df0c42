// SPDX-License-Identifier: Apache-2.0
#include "commands/events/line_search.hpp"

#include "util/lines.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace tidegate::commands {
namespace {

// Large enough that a thread is worth starting, small enough for the cache of a processor.
constexpr std::size_t block_bytes = 512UL * 1024;

// One is looked at while another one that is ready waits for those in front of it.
constexpr std::size_t blocks_per_processor = 2;

} // namespace

LineSearch::LineSearch(codec::EventFilter filter, Sink sink)
    : filter_(std::move(filter)),
      sink_(std::move(sink)),
      most_at_work_(blocks_per_processor * std::max(1U, std::thread::hardware_concurrency())) {}

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
  begin();
  while (!at_work_.empty()) {
    end_first();
  }
  return damaged_;
}

LineSearch::Block LineSearch::look(const codec::EventFilter& filter, Block block) {
  codec::LineFilter lines(filter);
  util::each_line(block.text, [&](std::string_view line) {
    auto reading = lines.look(line);
    block.damaged += reading.reading == codec::Reading::damaged ? 1 : 0;
    if (reading.reading == codec::Reading::event) {
      const auto begin = static_cast<std::size_t>(line.data() - block.text.data());
      block.events.push_back({std::move(reading), begin, line.size()});
    }
  });
  return block;
}

void LineSearch::begin() {
  std::string memory = at_work_.size() == most_at_work_ ? end_first() : std::string();
  // Where no thread can be had the block is looked at when it is waited for.
  at_work_.push_back(std::async(std::launch::async | std::launch::deferred,
                                &LineSearch::look,
                                std::cref(filter_),
                                std::exchange(next_, {.text = std::move(memory)})));
}

std::string LineSearch::end_first() {
  Block block = at_work_.front().get();
  at_work_.pop_front();
  const std::string_view text = block.text;
  for (const auto& [reading, begin, size] : block.events) {
    sink_({.timestamp = reading.timestamp, .id = reading.id, .line = text.substr(begin, size)});
  }
  damaged_ += block.damaged;
  block.text.clear();
  return std::move(block.text);
}

} // namespace tidegate::commands
