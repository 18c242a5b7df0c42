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

  LineSearch(codec::EventFilter filter, int processors, Sink sink);
  LineSearch(const LineSearch&) = delete; // what is at work knows it by its address
  LineSearch& operator=(const LineSearch&) = delete;
  ~LineSearch() = default;

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

  struct Work {
    Block block{};
    std::future<void> done{}; // last: its end is waited for before the block goes
  };

  void look(Block& block) const;
  void begin();
  std::string end_first(); // gives memory that can be used again

  codec::EventFilter filter_;
  Sink sink_;
  std::size_t most_bytes_at_work_;
  std::size_t bytes_at_work_{0};
  Block next_;
  std::deque<Work> at_work_; // in the order of the lines; none moves while it is in there
  int damaged_{0};
};

} // namespace tidegate::commands
