// SPDX-License-Identifier: Apache-2.0
#include "report/log_backtest_text.hpp"

#include "report/facts.hpp"
#include "report/table.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using model::MetricBacktest;
using model::MetricEpisode;

constexpr std::size_t longest_name = 48;
constexpr std::size_t commit_digits = 7;
constexpr std::size_t day_letters = 10;
constexpr std::size_t most_rows = 1000;

std::string count_or_nothing(std::size_t count) {
  return count == 0 ? "" : fmt::format("{}", count);
}

std::string thing_of(const MetricBacktest& told) {
  return util::shorten(model::name_of(told.series.thing), longest_name);
}

std::string metric_of(const MetricBacktest& told) {
  const std::string situation =
      told.series.situation.empty() ? "" : fmt::format(" ({})", told.series.situation);
  return util::shorten(model::to_text(told.series.metric) + situation, longest_name);
}

std::string build_name(const std::string& sha, Time at) {
  const std::string day = util::to_rfc3339(at).substr(0, day_letters);
  return sha.empty() ? day : fmt::format("{} {}", sha.substr(0, commit_digits), day);
}

std::string rise_of(const MetricEpisode& episode) {
  if (!episode.usual || !episode.level || *episode.usual <= 0) {
    return "";
  }
  return fmt::format("{:+.0f} %", 100 * (*episode.level / *episode.usual - 1));
}

std::string level_text(const std::optional<double>& value, model::Unit unit) {
  return value ? show_value(value, unit) : "";
}

std::string consequence(bool fails) {
  return fails ? "fail" : "warn";
}

Table series_table(const std::vector<MetricBacktest>& list) {
  Table table{.title = "Series",
              .columns = {"of",
                          "metric",
                          ">builds",
                          ">invalid",
                          ">learning",
                          ">judged",
                          ">inconclusive",
                          ">red",
                          ">faster for good",
                          ">slow rises",
                          "class",
                          ">can see"},
              .rows = {}};
  for (const auto& told : list) {
    const auto& outcome = told.outcome;
    const auto& step = outcome.smallest_visible_step;
    table.rows.push_back({thing_of(told),
                          metric_of(told),
                          fmt::format("{}", outcome.points),
                          count_or_nothing(outcome.invalid),
                          count_or_nothing(outcome.learning),
                          fmt::format("{}", outcome.judged),
                          count_or_nothing(outcome.inconclusive.size()),
                          fmt::format("{}", outcome.red.size()),
                          count_or_nothing(outcome.rebased.size()),
                          count_or_nothing(outcome.creep.size()),
                          outcome.shape ? std::string(to_text(outcome.shape->kind)) : "",
                          step ? util::show_change(*step) : "learning"});
  }
  return cut(std::move(table), most_rows);
}

Table red_table(const std::vector<MetricBacktest>& list) {
  Table table{
      .title = "Red",
      .columns =
          {"of", "metric", "gate", "from", "to", ">builds", ">usual", ">then", ">by", "ended"},
      .rows = {}};
  for (const auto& told : list) {
    const auto unit = model::unit_of(told.series.metric.kind);
    for (const auto& episode : told.episodes) {
      table.rows.push_back({thing_of(told),
                            metric_of(told),
                            consequence(told.red_fails),
                            build_name(episode.first_sha, episode.first_at),
                            build_name(episode.last_sha, episode.last_at),
                            fmt::format("{}", episode.builds),
                            level_text(episode.usual, unit),
                            level_text(episode.level, unit),
                            rise_of(episode),
                            std::string(to_text(episode.end))});
    }
  }
  return cut(std::move(table), most_rows);
}

Table doubtful_table(const std::vector<MetricBacktest>& list) {
  Table table{.title = "Inconclusive",
              .columns = {"of", "metric", "gate", "build", ">measured"},
              .rows = {}};
  for (const auto& told : list) {
    for (const auto& build : told.doubtful) {
      table.rows.push_back({thing_of(told),
                            metric_of(told),
                            consequence(told.doubt_fails),
                            build_name(build.sha, build.at),
                            show_value(build.value, model::unit_of(told.series.metric.kind))});
    }
  }
  return cut(std::move(table), most_rows);
}

struct Counts {
  std::size_t judged{0};
  std::size_t reds{0};     // episodes that would have closed the gate
  std::size_t open{0};     // of them
  std::size_t warnings{0}; // episodes of metrics that only warn
  std::size_t inconclusive{0};
  std::size_t rises{0};
};

Counts count(const std::vector<MetricBacktest>& list) {
  Counts counts;
  for (const auto& told : list) {
    counts.judged += told.outcome.judged;
    counts.inconclusive += told.outcome.inconclusive.size();
    counts.rises += told.outcome.creep.size();
    (told.red_fails ? counts.reds : counts.warnings) += told.episodes.size();
    if (told.red_fails) {
      counts.open += static_cast<std::size_t>(
          std::ranges::count(told.episodes, model::RegressionEnd::open, &MetricEpisode::end));
    }
  }
  return counts;
}

std::string counted(std::size_t count, std::string_view thing) {
  return util::counted(static_cast<int>(count), thing);
}

std::string last_line(const std::vector<MetricBacktest>& list, const std::string& span) {
  const Counts counts = count(list);
  std::string text = fmt::format("{}: {}", span, counted(counts.reds, "red"));
  if (counts.open > 0) {
    text += fmt::format(" ({} open)", counts.open);
  }
  text += fmt::format(", {} inconclusive", counts.inconclusive);
  if (counts.warnings > 0) {
    text += fmt::format(", {}", counted(counts.warnings, "warning"));
  }
  if (counts.rises > 0) {
    text += fmt::format(", {}", counted(counts.rises, "slow rise"));
  }
  return text
         + fmt::format("; {} judged in {} series\n", counted(counts.judged, "value"), list.size());
}

} // namespace

std::string log_backtest_text(const std::vector<MetricBacktest>& told, const std::string& span) {
  std::string text = table_text(series_table(told)) + "\n";
  for (const Table& table : {red_table(told), doubtful_table(told)}) {
    text += table.rows.empty() ? "" : table_text(table) + "\n";
  }
  return text + last_line(told, span);
}

} // namespace tidegate::report
