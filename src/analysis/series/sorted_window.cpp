// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/sorted_window.hpp"

#include "analysis/series/medians.hpp"

#include <cstddef>

namespace tidegate::analysis {

// Without branches that depend on the values: no processor can guess them, and this runs several
// times for each build.
std::ptrdiff_t smaller_than(double value, std::span<const double> sorted) {
  const double* begin = sorted.data();
  std::size_t length = sorted.size();
  while (length > 1) {
    const std::size_t half = length / 2;
    begin += static_cast<std::size_t>(begin[half - 1] < value) * half;
    length -= half;
  }
  const bool past = length == 1 && *begin < value;
  return begin - sorted.data() + static_cast<std::ptrdiff_t>(past);
}

void SortedWindow::push(double value) {
  queue_.push(value);
  sorted_.insert(sorted_.begin() + smaller_than(value, sorted_), value);
}

void SortedWindow::forget(double value) {
  sorted_.erase(sorted_.begin() + smaller_than(value, sorted_));
}

void SortedWindow::pop_oldest() {
  forget(queue_.values().front());
  queue_.pop();
}

void SortedWindow::pop_newest() {
  forget(queue_.values().back());
  queue_.pop_newest();
}

void SortedWindow::clear() {
  queue_.clear();
  sorted_.clear();
}

double SortedWindow::median() const {
  return median_of_sorted(sorted_);
}

} // namespace tidegate::analysis
