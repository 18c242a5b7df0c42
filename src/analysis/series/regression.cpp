// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/regression.hpp"

#include "analysis/series/medians.hpp"

#include <algorithm>
#include <cmath>

namespace tidegate::analysis {
namespace {

// Standard error of a median over that of a mean.
constexpr double median_error = 1.2533;

} // namespace

void Regression::begin(const Opening& opening) {
  builds_.assign(opening.builds.begin(), opening.builds.end());
  for (const double value : opening.values) {
    level_.push(value);
  }
  if (opening.confirmation) {
    level_.push(*opening.confirmation);
  }
}

bool Regression::is_closed_by(const Build& build, const model::SeriesRule& rule) {
  const double step = std::max(level_.median() - statistics_.centre, statistics_.floor);
  const double middle = statistics_.centre + step / 2;
  const double square = statistics_.spread * statistics_.spread;
  const auto odds_of = [&](double value) {
    return std::clamp(step * (middle - value) / square, -rule.value_odds, rule.value_odds);
  };
  const double odds = odds_of(offsets_.adjusted(build.raw));
  odds_ = std::max(-rule.most_odds, odds_ + odds);
  if (odds_ >= statistics_.limits.close_odds) {
    return true;
  }
  doubtful_ = odds > 0;
  if (!doubtful_ || !build.confirmation) {
    return false;
  }
  const double again = odds_of(*build.confirmation);
  return again > 0 && odds_ + again >= statistics_.limits.close_odds;
}

bool Regression::is_upheld(const model::SeriesRule& rule) const {
  if (level_.size() < rule.uphold_builds) {
    return true;
  }
  const auto newest = level_.values().last(rule.uphold_builds);
  const double error =
      median_error * statistics_.spread / std::sqrt(static_cast<double>(newest.size()));
  const double level = median_of({newest.begin(), newest.end()});
  return level - statistics_.centre + error >= rule.uphold_share * statistics_.floor;
}

bool Regression::was_noise(const model::SeriesRule& rule) const {
  const auto values = level_.values();
  if (values.size() > rule.short_episode || values.size() < rule.level_values) {
    return values.size() <= rule.short_episode;
  }
  const auto [lowest, highest] = std::ranges::minmax(values);
  return highest - lowest > rule.level_share * (level_.median() - statistics_.centre);
}

Regression::Step Regression::weigh(const Build& build, const model::SeriesRule& rule) {
  if (is_closed_by(build, rule)) {
    return Step::closes;
  }
  level_.push(offsets_.adjusted(build.raw));
  if (level_.size() > rule.most_open) {
    level_.pop_oldest();
  }
  if (!is_upheld(rule)) {
    level_.pop_newest();
    return Step::not_upheld;
  }
  builds_.push_back(build.raw);
  if (builds_.size() > rule.most_open) {
    builds_.pop_front();
  }
  return Step::stays;
}

} // namespace tidegate::analysis
