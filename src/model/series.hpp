// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series_class.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One metric of like builds over time, and what the statistical rule says of each of its values.
// Values are in any unit, more is worse. Levels and steps are fractions where not said otherwise:
// 0.2 is 20 % more.
namespace tidegate::model {

// A second measurement of the same build.
struct Confirmation {
  double value{0};
  std::string host; // CPU model; empty: unknown
};

struct SeriesPoint {
  double value{0};                            // not positive or not finite: invalid
  std::string host{};                         // CPU model; empty: unknown
  std::optional<Confirmation> confirmation{}; // one that is not positive or not finite is none
};

// A series as it is read from outside. The lists are as long as `values`, or empty.
struct Series {
  std::string name;
  std::vector<double> values;
  std::vector<std::string> times{}; // for people, as they came; "": unknown
  std::vector<std::string> hosts{};
  std::vector<std::optional<double>> confirmations{};
  std::vector<std::size_t> blessed{}; // in order: after these values the level was accepted
};

// All constants of the rule. Logarithms are natural; "sigmas" are of the spread of the series.
struct SeriesRule {
  // The ordinary series: the budget of false reds on real ones is 0.5 builds of 100, and this keeps
  // below it. It is suspicious of 3 % of unchanged builds, and one that is closed needs one build.
  ClassLimits plain{.limit = 3.8,
                    .suspicion = 2.0,
                    .record_factor = 1.3,
                    .floor_sigmas = 2.0,
                    .floor_most = 0.16551443847757333, // ln 1.18
                    .slow_share = 0.5,
                    .close_odds = 1.0};
  // Without heavy tails less is enough for the same budget, so smaller steps are found, and sooner.
  // It is suspicious of 5 % of unchanged builds; a fix must show more, since a red is rarely wrong.
  ClassLimits tidy{.limit = 2.95,
                   .suspicion = 1.65,
                   .record_factor = 1.1,
                   .floor_sigmas = 1.5,
                   .floor_most = 0.11332868530700327, // ln 1.12
                   .slow_share = 0.7,
                   .close_odds = 3.0,
                   .by_lower_median = false};
  // What had a spike will have one again, and its second measurement may be as slow: more is
  // needed, and a build counts only together with the one before it.
  ClassLimits ugly{.limit = 4.4,
                   .suspicion = 2.0,
                   .record_factor = 1.3,
                   .floor_sigmas = 2.0,
                   .floor_most = 0.16551443847757333, // ln 1.18
                   .slow_share = 0.5,
                   .close_odds = 1.0,
                   .least_builds = 2};
  ClassBounds classes{};
  // A single value counts for at most so many sigmas, so a spike cannot carry a verdict.
  double clip{4.0};
  // Builds that are judged together, and are never part of their own baseline.
  static constexpr std::size_t lookback = 5;
  // Builds of the baseline: long ones predict best on real series.
  std::size_t window{200};
  // Learning until then; with fewer the limit would be so wide that nothing is gained.
  std::size_t least_samples{15};
  // Least effect that is ever red: ln 1.10, or what the class asks for in noisy series.
  double floor{0.09531017980432493};
  // Least effect in the unit of the values.
  double floor_absolute{0};
  // Least sigma (ln): a constant series is not judged to the per mille.
  double least_sigma{0.02};
  // Builds over which slow wander is measured.
  static constexpr std::size_t wander_length = 20;
  // So many sigmas of the lower median of `lookback` builds and their confirmation are enough, even
  // where neighbours are so much alike that the limit is out of reach.
  double plateau_sigmas{3.0};
  // Each red that went away by itself within `cry_wolf_window` builds raises the limit so much, at
  // most `cry_wolf_most` times: who cried wolf must show more.
  double cry_wolf_rise{0.2};
  std::size_t cry_wolf_window{200};
  std::size_t cry_wolf_most{4};
  // Log-odds for the new level that can pile up: the first build of a fix may close.
  double most_odds{4.0};
  // Log-odds that one value may move: more than can pile up, so that one that is clearly at the old
  // level is a fix.
  double value_odds{5.0};
  // The newest so many builds must still be this share of the floor, within one standard error: all
  // of them would remember a beginning that was higher.
  std::size_t uphold_builds{8};
  double uphold_share{0.8};
  // What was red for at most so many values was noise, and returns to the baseline; unless there
  // were so many, all within this share of their step: they were a level, and may come back.
  std::size_t short_episode{8};
  std::size_t level_values{4};
  double level_share{0.6};
  // Newest values that tell the new level.
  std::size_t most_open{60};
  // Faster for good: so many builds, by so many standard errors, by at least ln 1.10, this share of
  // them clearly. Slow on purpose: after a false one the way back would be a regression.
  std::size_t drop_builds{10};
  double drop_limit{5.0};
  double drop_floor{0.09531017980432493};
  double drop_share{0.8};
  // The baseline may creep ln 1.20 or so many sigmas above its anchor, the median of its first
  // builds.
  double creep{0.1823215567939546};
  double creep_sigmas{2.0};
  std::size_t anchor_builds{60};
  // Builds that a CPU model needs before it is judged, and what draws its offset to nothing.
  std::size_t host_builds{5};
  double host_shrink{3.0};
};

enum class SeriesProfile { default_rule, strict, lenient };

SeriesRule series_rule(SeriesProfile profile);
std::string_view to_text(SeriesProfile profile); // default, strict, lenient

enum class PointStatus { invalid, learning, pass, inconclusive, red };
std::string_view to_text(PointStatus status);

// What of the past did not count for a verdict.
struct LeftOut {
  std::size_t waiting{0};  // newest builds, which may be the begin of what is judged
  std::size_t alerting{0}; // builds of the open regression
  std::size_t older{0};    // beyond the window, or before an accepted level
  std::size_t invalid{0};

  bool operator==(const LeftOut&) const = default;
};

// The arithmetic of one verdict. Values in the unit of the series, for the CPU model of the build.
struct SeriesEvidence {
  double measured{0};
  std::optional<double> confirmed{};
  double centre{0};        // usual value
  double spread{0};        // of single builds, fraction
  double floor{0};         // least effect that is red, fraction
  double record{0};        // the largest effect of equally many builds before, fraction
  std::size_t together{0}; // values that were judged together, the confirmation included
  double effect{0};        // of them, fraction; must reach the floor
  double lower_effect{
      0};          // by their lower median; must exceed the record by the factor, in logarithms
  double sigma{0}; // robust spread: logarithm, the unit of the next three
  double mean{0};  // of the clipped past values, sigmas from the centre
  double error{0}; // standard error of the mean of `together` new values, sigmas
  double standard_errors{0}; // how far the values are from the usual
  double limit{0};           // how far they must be, in standard errors
  double expected_low{0};    // of the mean of `together` values
  double expected_high{0};   // red is above it, the floor and the record
  std::size_t samples{0};    // builds that the centre and the spread are of
  LeftOut left_out{};
  std::optional<double> odds{}; // while a regression is open: log-odds for the old level
  bool crept{false};            // the centre is held at what may be crept
  SeriesShape shape{};          // the class of the series, and why
  ClassLimits class_limits{};   // what it asks for; `limit` above has the cried wolves too
  double slow{0};     // fraction: the newest value and the confirmation must each be so far up
  double clip{0};     // sigmas that one value counts for at most
  double variance{0}; // of the mean of `together` new values, squared sigmas
  double single{0};   // standard deviation of one clipped value, for so few samples, sigmas
  std::vector<double> past{};          // what the centre and the spread are of, oldest first
  std::optional<double> odds_before{}; // `odds` before this build
  std::optional<double> level{};       // median since the regression began, before this build
  double smallest_visible_step{0};

  bool operator==(const SeriesEvidence&) const = default;
};

struct PointVerdict {
  PointStatus status{PointStatus::invalid};
  std::size_t index{0};                   // of the point, from 0
  std::size_t samples{0};                 // builds in the baseline before this one
  std::optional<std::size_t> red_since{}; // index, while a regression is open
  bool closed{false};                     // an open regression ended here by itself
  bool measure_again{false};              // a confirmation could change or settle this
  bool rebased{false};                    // faster for good: the baseline followed
  bool creeping{false};                   // a slow rise above the anchor is told here
  std::optional<SeriesEvidence> evidence{};
};

// From the build that opened a regression to the last one that was red.
struct RedEpisode {
  std::size_t first{0};
  std::size_t last{0};
  std::size_t builds{0};
  bool open{true};          // at the end of the series
  bool blessed{false};      // ended as its level was accepted, not by itself
  std::string first_time{}; // "": unknown
  std::string last_time{};
};

// What the rule would have said over a past.
struct SeriesBacktest {
  std::string name;
  std::size_t points{0};
  std::size_t judged{0};
  std::size_t learning{0};
  std::size_t invalid{0};
  std::vector<std::size_t> red;
  std::vector<RedEpisode> episodes; // of them
  std::vector<std::size_t> inconclusive;
  std::vector<std::size_t> rebased;
  std::vector<std::size_t> creep;
  std::optional<double> smallest_visible_step; // nullopt: still learning
  std::optional<SeriesShape> shape;            // ditto; at the end
};

} // namespace tidegate::model
