// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/sorted_pieces.hpp"

#include "analysis/series/sorted_window.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace tidegate::analysis {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();

// How far the values of a piece are above a centre, or below it: in rising order.
struct Distances {
  SortedPiece piece;
  double centre{0};
  bool below{false};

  [[nodiscard]] std::size_t size() const { return piece.sorted.size(); }

  [[nodiscard]] double operator[](std::size_t i) const {
    return below ? centre - (piece.sorted[size() - 1 - i] - piece.less)
                 : piece.sorted[i] - piece.less - centre;
  }

  // But for rounding.
  [[nodiscard]] std::size_t smaller_than(double bound) const {
    const double of_sorted = centre + piece.less + (below ? -bound : bound);
    const auto smaller = static_cast<std::size_t>(analysis::smaller_than(of_sorted, piece.sorted));
    return below ? size() - smaller : smaller;
  }
};

std::size_t value_count(const SortedPiece& piece) {
  return piece.sorted.size();
}

std::size_t value_count(const Distances& piece) {
  return piece.size();
}

double value_at(const SortedPiece& piece, std::size_t i) {
  return piece.sorted[i] - piece.less;
}

double value_at(const Distances& piece, std::size_t i) {
  return piece[i];
}

// A cut through all values, as so many of each piece that are below it.
template<typename Piece>
class Cut {
public:
  Cut(std::span<const Piece> pieces, std::span<std::size_t> below)
      : pieces_(pieces),
        below_(below) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      below[i] = std::min(below[i], value_count(pieces[i]));
      rank_ += below[i];
      size_ += value_count(pieces[i]);
    }
  }

  [[nodiscard]] std::size_t rank() const { return rank_; }

  [[nodiscard]] std::size_t size() const { return size_; }

  // From wherever it is, value by value.
  void go_to(std::size_t rank) {
    for (; rank_ > rank; --rank_) {
      --below_[last_below().piece];
    }
    for (; rank_ < rank; ++rank_) {
      ++below_[first_above().piece];
    }
    auto last = last_below();
    auto first = first_above();
    for (; last.value > first.value; last = last_below(), first = first_above()) {
      --below_[last.piece];
      ++below_[first.piece];
    }
  }

  [[nodiscard]] double above() const { return first_above().value; }

  [[nodiscard]] double median() {
    go_to(size_ / 2);
    const double upper = above();
    return size_ % 2 == 1 ? upper : .5 * (upper + last_below().value);
  }

private:
  struct Neighbour {
    std::size_t piece{0};
    double value{0};
  };

  [[nodiscard]] Neighbour last_below() const {
    Neighbour found{.piece = 0, .value = -none};
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const double value = below_[i] > 0 ? value_at(pieces_[i], below_[i] - 1) : -none;
      if (value > found.value) {
        found = {.piece = i, .value = value};
      }
    }
    return found;
  }

  [[nodiscard]] Neighbour first_above() const {
    Neighbour found{.piece = 0, .value = none};
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const double value =
          below_[i] < value_count(pieces_[i]) ? value_at(pieces_[i], below_[i]) : none;
      if (value < found.value) {
        found = {.piece = i, .value = value};
      }
    }
    return found;
  }

  std::span<const Piece> pieces_;
  std::span<std::size_t> below_;
  std::size_t rank_{0};
  std::size_t size_{0};
};

} // namespace

double nth_of(std::span<const SortedPiece> pieces, std::size_t rank) {
  if (pieces.size() == 1) {
    return value_at(pieces[0], rank);
  }
  const std::size_t size = std::accumulate(
      pieces.begin(), pieces.end(), std::size_t{0}, [](std::size_t sum, const SortedPiece& piece) {
        return sum + piece.sorted.size();
      });
  std::vector<std::size_t> below; // as if the pieces were alike
  below.reserve(pieces.size());
  for (const auto& piece : pieces) {
    below.push_back(piece.sorted.size() * rank / std::max<std::size_t>(size, 1));
  }
  Cut<SortedPiece> cut(pieces, below);
  cut.go_to(rank);
  return cut.above();
}

double median_of(std::span<const SortedPiece> pieces, std::span<std::size_t> below) {
  return Cut<SortedPiece>(pieces, below).median();
}

double median_distance(std::span<const SortedPiece> pieces, double centre, double least) {
  std::vector<Distances> distances;
  std::vector<std::size_t> below;
  distances.reserve(2 * pieces.size());
  below.reserve(2 * pieces.size());
  const auto add = [&](const Distances& side) {
    distances.push_back(side);
    below.push_back(side.smaller_than(least));
  };
  for (const auto& [sorted, less] : pieces) {
    const auto split = static_cast<std::size_t>(smaller_than(centre + less, sorted));
    add({.piece = {sorted.first(split), less}, .centre = centre, .below = true});
    add({.piece = {sorted.subspan(split), less}, .centre = centre});
  }
  Cut<Distances> cut(distances, below);
  return cut.rank() > cut.size() / 2 ? least : std::max(least, cut.median());
}

} // namespace tidegate::analysis
