// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

// How regular a series is, by its own baseline alone: nine of ten series of normal noise can be
// judged closely within the budget of false reds, and the others need more. "Sigmas" are of the
// robust spread of the series.
namespace tidegate::model {

enum class SeriesClass { tidy, plain, ugly };

std::string_view to_text(SeriesClass kind);

// The constants that depend on the class. Logarithms are natural.
struct ClassLimits {
  // Standard errors that values and confirmation must reach together.
  double limit{0};
  // The same for the values without the confirmation, to measure again.
  double suspicion{0};
  // The effect must exceed the largest one of equally many builds in the baseline by this factor:
  // it stops bursts, two modes and heavy tails.
  double record_factor{0};
  // In noisy series so many sigmas are the least effect ...
  double floor_sigmas{0};
  // ... but never more than this is asked for, so that +20 % stays within reach.
  double floor_most{0};
  // The newest value and its confirmation must each reach this share of the least effect.
  double slow_share{0};
  // Log-odds for the old level that close a regression.
  double close_odds{0};
  // Builds that are judged together at least, the newest ones.
  std::size_t least_builds{1};
  // The effect that is compared with the floor is the lower median of the values, which for two is
  // the smaller one; else the ordinary median, for two their mean.
  bool by_lower_median{true};

  bool operator==(const ClassLimits&) const = default;
};

// Where the classes end.
struct ClassBounds {
  // Builds that a tidy baseline has: fewer do not show how long the tails are.
  std::size_t tidy_samples{45};
  // The highest value of a tidy baseline, sigmas above the median: normal noise rarely has more.
  double tidy_highest{3.2};
  // The same over the lowest one below the median: noise that reaches upwards does so again.
  double tidy_skew{1.5};
  // Variance of means of neighbours over that of independent builds: one slow build brings more.
  double tidy_inflation{1.6};
  // Slow wander, squared sigmas: a wave is no step.
  double tidy_wander{0.05};
  // An ugly baseline has a value that is more sigmas above the median.
  double ugly_highest{5.0};
};

// What keeps a baseline from being tidy.
enum class Untidiness { few_builds, high_value, skew, alike_neighbours, wander, creep };

std::string_view to_text(Untidiness why); // few-builds, high-value, ...

// The class of a series and the figures that made it so.
struct SeriesShape {
  SeriesClass kind{SeriesClass::plain};
  std::size_t samples{0};
  double highest{0};                // value of the baseline, sigmas above the median
  double lowest{0};                 // the same below it
  double inflation{1};              // of the variance of means, by neighbours that are alike
  double wander{0};                 // squared sigmas
  std::vector<Untidiness> untidy{}; // in the order of the enumeration; none: tidy

  bool operator==(const SeriesShape&) const = default;
};

} // namespace tidegate::model
