// SPDX-License-Identifier: Apache-2.0
#include "report/backtest_text.hpp"

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
  const std::string text = backtest_text({outcome});
  CHECK(text ==
        R"(Series
  series      values  learning  judged  red  episodes  can see
  build time      60        15      45    3         2    +18 %

Red
  series      from             to  builds  ended
  build time  30               31       2  by itself
  build time  50 (2026-01-02)  50       1  still red

45 values judged in 1 series: 3 red in 2 episodes, 0 inconclusive
this gate can see +18 % here
)");
}

TEST_CASE("an episode whose level was accepted did not end by itself") {
  model::SeriesBacktest outcome{};
  outcome.name = "a";
  outcome.red = {30};
  outcome.episodes = {{.first = 30, .last = 30, .builds = 1, .open = false, .blessed = true}};
  CHECK(backtest_text({outcome}).find("1  accepted") != std::string::npos);
}

} // namespace tidegate::report
