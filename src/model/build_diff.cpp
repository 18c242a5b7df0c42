// SPDX-License-Identifier: Apache-2.0
#include "model/build_diff.hpp"

#include <array>
#include <limits>

namespace tidegate::model {

std::optional<Seconds> difference(const TimeChange& change) {
  if (!change.before || !change.after) {
    return std::nullopt;
  }
  return *change.after - *change.before;
}

std::optional<std::int64_t> difference(const BytesChange& change) {
  if (!change.before || !change.after) {
    return std::nullopt;
  }
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool grown = *change.after >= *change.before;
  const std::uint64_t size =
      grown ? *change.after - *change.before : *change.before - *change.after;
  const auto limited = static_cast<std::int64_t>(size < most ? size : most);
  return grown ? limited : -limited;
}

std::string_view to_text(Fate fate) {
  constexpr std::array<std::string_view, 5> words{"same", "changed", "moved", "added", "removed"};
  return words.at(static_cast<std::size_t>(fate));
}

} // namespace tidegate::model
