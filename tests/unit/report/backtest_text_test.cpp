// SPDX-License-Identifier: Apache-2.0
#include "report/backtest_text.hpp"
#include "report/series_shape_text.hpp"

#include <doctest/doctest.h>

namespace tidegate::report {

TEST_CASE("a backtest says how much was judged, where it was red, and what the gate can see") {
  model::SeriesBacktest outcome{};
  outcome.name = "build\x1b[2J time";
  outcome.points = 60;
  outcome.learning = 15;
  outcome.judged = 45;
  outcome.red = {30, 31, 50};
  outcome.episodes = {{.first = 30, .last = 31, .builds = 2, .open = false},
                      {.first = 50, .last = 50, .builds = 1, .first_time = "2026-01-02"}};
  outcome.smallest_visible_step = .176;
  outcome.shape = model::SeriesShape{.samples = 30, .untidy = {model::Untidiness::few_builds}};
  const std::string text = backtest_text({outcome});
  CHECK(text ==
        R"(Series
  series      values  learning  judged  red  episodes  class  can see
  build time      60        15      45    3         2  plain    +18 %

Red
  series      from             to  builds  ended
  build time  30               31       2  by itself
  build time  50 (2026-01-02)  50       1  still red

45 values judged in 1 series: 3 red in 2 episodes, 0 inconclusive
this gate can see +18 % here
a plain series: only 30 past builds
)");
}

TEST_CASE("an episode whose level was accepted did not end by itself") {
  model::SeriesBacktest outcome{};
  outcome.name = "a";
  outcome.red = {30};
  outcome.episodes = {{.first = 30, .last = 30, .builds = 1, .open = false, .blessed = true}};
  CHECK(backtest_text({outcome}).find("1  accepted") != std::string::npos);
}

TEST_CASE("the class of a series is told with the figures that made it so") {
  model::SeriesShape shape{.kind = model::SeriesClass::tidy, .samples = 56, .highest = 2.5};
  CHECK(series_shape_text(shape) == "a tidy series");
  shape = {.kind = model::SeriesClass::ugly,
           .samples = 30,
           .highest = 6.24,
           .lowest = 1.9,
           .inflation = 1.75,
           .wander = .063,
           .untidy = {model::Untidiness::few_builds,
                      model::Untidiness::high_value,
                      model::Untidiness::skew,
                      model::Untidiness::alike_neighbours,
                      model::Untidiness::wander,
                      model::Untidiness::creep}};
  CHECK(series_shape_text(shape)
        == "an ugly series: only 30 past builds; a past build 6.2 sigmas above the usual; "
           "noise of 6.2 sigmas upwards, 1.9 downwards; builds like the one before, which makes "
           "means vary 1.8 times as much; slow waves of 0.06 squared sigmas; a slow rise");
}

} // namespace tidegate::report
