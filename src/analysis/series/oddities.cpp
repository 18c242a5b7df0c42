// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/oddities.hpp"

#include "util/time.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <system_error>

namespace tidegate::analysis {
namespace {

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// Times of one shape, as nearly all are, need not be understood: their order is that of the text.
bool is_surely_later(const std::string& time, const std::string& before) {
  return time.size() == before.size() && time.ends_with('Z') && before.ends_with('Z')
         && time >= before;
}

bool is_before(const std::string& time, const std::string& before) {
  if (is_surely_later(time, before)) {
    return false;
  }
  const auto number = number_of(time);
  const auto number_before = number_of(before);
  if (number && number_before) {
    return *number < *number_before;
  }
  const auto read = util::parse_rfc3339(time);
  const auto read_before = util::parse_rfc3339(before);
  return read && read_before && *read < *read_before;
}

void note(std::size_t index, std::size_t& count, std::size_t& first) {
  first = count == 0 ? index : first;
  ++count;
}

} // namespace

SeriesOddities oddities(const model::Series& series) {
  SeriesOddities found;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!std::isfinite(series.values[i]) || series.values[i] <= 0) {
      note(i, found.invalid, found.first_invalid);
    }
  }
  for (std::size_t i = 1; i < series.times.size(); ++i) {
    if (is_before(series.times[i], series.times[i - 1])) {
      note(i, found.back, found.first_back);
    }
  }
  return found;
}

} // namespace tidegate::analysis
