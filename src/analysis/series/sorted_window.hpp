// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/sliding_queue.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tidegate::analysis {

// Of sorted values: how many are smaller.
std::ptrdiff_t smaller_than(double value, std::span<const double> sorted);

// The newest values, in their order and sorted at once.
class SortedWindow {
public:
  void push(double value);
  void pop_oldest();
  void pop_newest();
  void clear();

  [[nodiscard]] std::size_t size() const { return sorted_.size(); }

  [[nodiscard]] std::span<const double> values() const { return queue_.values(); } // oldest first

  [[nodiscard]] std::span<const double> sorted() const { return sorted_; }

  [[nodiscard]] double median() const; // of one value at least

private:
  void forget(double value);

  SlidingQueue<double> queue_;
  std::vector<double> sorted_;
};

} // namespace tidegate::analysis
