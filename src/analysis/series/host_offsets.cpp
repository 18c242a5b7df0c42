// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/host_offsets.hpp"

#include "analysis/series/medians.hpp"

namespace tidegate::analysis {

void HostOffsets::measure(const Baseline& baseline, double shrink) {
  centre_ = baseline.window().median();
  by_number_.clear();
  if (!baseline.is_mixed()) {
    return;
  }
  by_number_.resize(baseline.by_host().back().host + 1);
  auto pieces = this->pieces(baseline);
  below_.resize(pieces.size());
  constexpr int rounds = 2; // a lopsided mix of models must not move the centre
  for (int round = 0; round < rounds; ++round) {
    set_offsets(baseline, shrink, pieces);
    centre_ = median_of(pieces, below_);
  }
}

void HostOffsets::set_offsets(const Baseline& baseline,
                              double shrink,
                              std::span<SortedPiece> pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto count = static_cast<double>(pieces[i].sorted.size());
    const std::size_t host = baseline.by_host()[i].host;
    pieces[i].less =
        host == 0 ? 0.0 : (median_of_sorted(pieces[i].sorted) - centre_) * count / (count + shrink);
    by_number_[host] = pieces[i].less;
  }
}

std::vector<SortedPiece> HostOffsets::pieces(const Baseline& baseline) const {
  if (!baseline.is_mixed()) {
    return {{.sorted = baseline.window().sorted(), .less = 0}};
  }
  std::vector<SortedPiece> pieces;
  pieces.reserve(baseline.by_host().size());
  for (const auto& [host, values] : baseline.by_host()) {
    pieces.push_back({.sorted = values, .less = by_number_[host]});
  }
  return pieces;
}

} // namespace tidegate::analysis
