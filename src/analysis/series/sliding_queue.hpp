// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tidegate::analysis {

// First in, first out, always in one piece of memory.
template<typename Value>
class SlidingQueue {
public:
  void push(Value value) { values_.push_back(value); }

  void pop() {
    constexpr std::size_t most_gone =
        1024; // dropped together: moving the rest each time costs more
    if (++head_ == most_gone) {
      values_.erase(values_.begin(), values_.begin() + most_gone);
      head_ = 0;
    }
  }

  void pop_newest() { values_.pop_back(); }

  void clear() {
    values_.clear();
    head_ = 0;
  }

  [[nodiscard]] std::size_t size() const { return values_.size() - head_; }

  [[nodiscard]] std::span<const Value> values() const { return std::span(values_).subspan(head_); }

private:
  std::vector<Value> values_;
  std::size_t head_{0};
};

} // namespace tidegate::analysis
