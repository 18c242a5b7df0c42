// SPDX-License-Identifier: Apache-2.0
#include "report/backtest_text.hpp"

#include "report/series_shape_text.hpp"
#include "report/table.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::size_t longest_name = 60;
constexpr std::size_t longest_time = 40;
constexpr std::size_t most_rows = 1000;

std::string count_or_nothing(std::size_t count) {
  return count == 0 ? "" : fmt::format("{}", count);
}

std::string counted(std::size_t count, std::string_view thing) {
  return util::counted(static_cast<int>(count), thing);
}

std::string step_text(const model::SeriesBacktest& outcome) {
  return outcome.smallest_visible_step ? util::show_change(*outcome.smallest_visible_step)
                                       : "learning";
}

std::string name_of(const model::SeriesBacktest& outcome) {
  return util::shorten(outcome.name, longest_name);
}

Table series_table(const std::vector<model::SeriesBacktest>& outcomes) {
  Table table{.title = "Series",
              .columns = {"series",
                          ">values",
                          ">invalid",
                          ">learning",
                          ">judged",
                          ">inconclusive",
                          ">red",
                          ">episodes",
                          ">faster for good",
                          ">slow rises",
                          "class",
                          ">can see"},
              .rows = {}};
  for (const auto& outcome : outcomes) {
    table.rows.push_back({name_of(outcome),
                          fmt::format("{}", outcome.points),
                          count_or_nothing(outcome.invalid),
                          fmt::format("{}", outcome.learning),
                          fmt::format("{}", outcome.judged),
                          count_or_nothing(outcome.inconclusive.size()),
                          fmt::format("{}", outcome.red.size()),
                          count_or_nothing(outcome.episodes.size()),
                          count_or_nothing(outcome.rebased.size()),
                          count_or_nothing(outcome.creep.size()),
                          outcome.shape ? std::string(to_text(outcome.shape->kind)) : "",
                          step_text(outcome)});
  }
  return cut(std::move(table), most_rows);
}

std::string place(std::size_t index, const std::string& time) {
  return time.empty() ? fmt::format("{}", index)
                      : fmt::format("{} ({})", index, util::shorten(time, longest_time));
}

std::string ending(const model::RedEpisode& episode) {
  if (episode.open) {
    return "still red";
  }
  return episode.blessed ? "accepted" : "by itself";
}

Table episode_table(const std::vector<model::SeriesBacktest>& outcomes) {
  Table table{.title = "Red", .columns = {"series", "from", "to", ">builds", "ended"}, .rows = {}};
  for (const auto& outcome : outcomes) {
    for (const auto& episode : outcome.episodes) {
      table.rows.push_back({name_of(outcome),
                            place(episode.first, episode.first_time),
                            place(episode.last, episode.last_time),
                            fmt::format("{}", episode.builds),
                            ending(episode)});
    }
  }
  return cut(std::move(table), most_rows);
}

std::string last_line(const std::vector<model::SeriesBacktest>& outcomes) {
  std::size_t judged = 0;
  std::size_t red = 0;
  std::size_t episodes = 0;
  std::size_t inconclusive = 0;
  for (const auto& outcome : outcomes) {
    judged += outcome.judged;
    red += outcome.red.size();
    episodes += outcome.episodes.size();
    inconclusive += outcome.inconclusive.size();
  }
  std::string text = fmt::format("{} judged in {} series: {} red in {}, {} inconclusive\n",
                                 counted(judged, "value"),
                                 outcomes.size(),
                                 red,
                                 counted(episodes, "episode"),
                                 inconclusive);
  if (outcomes.size() == 1 && outcomes.front().smallest_visible_step) {
    text += fmt::format("this gate can see {} here\n", step_text(outcomes.front()));
  }
  if (outcomes.size() == 1 && outcomes.front().shape) {
    text += series_shape_text(*outcomes.front().shape) + "\n";
  }
  return text;
}

} // namespace

std::string backtest_text(const std::vector<model::SeriesBacktest>& outcomes) {
  const Table episodes = episode_table(outcomes);
  return table_text(series_table(outcomes)) + "\n"
         + (episodes.rows.empty() ? "" : table_text(episodes) + "\n") + last_line(outcomes);
}

} // namespace tidegate::report
