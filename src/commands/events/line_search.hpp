// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/event_filter.hpp"
#include "util/time.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

// Looks through many lines on all processors; what is found comes in the order of the lines.
class LineSearch {
public:
  struct Found {
    Time timestamp;
    std::string_view id;
    std::string_view line; // both valid during the call only
  };

  using Sink = std::function<void(const Found&)>;

  LineSearch(codec::EventFilter filter, Sink sink);

  // Whole lines, each with its newline; the last one may lack it.
  void take(std::string_view lines);
  // Hands over the rest; gives how many lines were no events.
  int finish();

private:
  struct Block {
    struct Event {
      codec::FilteredLine reading;
      std::size_t begin;
      std::size_t size;
    };

    std::string text{};
    std::vector<Event> events{};
    int damaged{0};
  };

  static Block look(const codec::EventFilter& filter, Block block);
  void begin();
  std::string end_first(); // gives memory that can be used again

  codec::EventFilter filter_;
  Sink sink_;
  std::size_t most_at_work_;
  Block next_;
  std::deque<std::future<Block>> at_work_; // in the order of the lines
  int damaged_{0};
};

} // namespace tidegate::commands
