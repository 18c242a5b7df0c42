// SPDX-License-Identifier: Apache-2.0
#include "codec/series_json.hpp"

#include "codec/build_parts.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {

using nlohmann::ordered_json;

namespace {

ordered_json outcome_object(const model::SeriesBacktest& outcome) {
  ordered_json object{{"series", outcome.name}};
  object["judged"] = outcome.judged;
  object["learning"] = outcome.learning;
  object["red"] = outcome.red;
  object["inconclusive"] = outcome.inconclusive;
  object["rebased"] = outcome.rebased;
  object["creep"] = outcome.creep;
  object["smallest_visible_step"] =
      outcome.smallest_visible_step ? ordered_json(*outcome.smallest_visible_step) : ordered_json();
  object["class"] = outcome.shape ? ordered_json(to_text(outcome.shape->kind)) : ordered_json();
  object["untidy"] = ordered_json::array();
  if (outcome.shape) {
    for (const auto why : outcome.shape->untidy) {
      object["untidy"].push_back(to_text(why));
    }
  }
  return object;
}

ordered_json commit_list(const std::vector<std::string>& commits) {
  ordered_json list = ordered_json::array();
  for (const std::string& sha : commits) {
    list.push_back(text_or_null(sha));
  }
  return list;
}

ordered_json episode_object(const model::MetricEpisode& episode) {
  ordered_json object;
  object["first"] = episode.first;
  object["last"] = episode.last;
  object["builds"] = episode.builds;
  object["first_commit"] = text_or_null(episode.first_sha);
  object["last_commit"] = text_or_null(episode.last_sha);
  object["first_at"] = util::to_rfc3339(episode.first_at);
  object["last_at"] = util::to_rfc3339(episode.last_at);
  object["usual"] = value_or_null(episode.usual);
  object["level"] = value_or_null(episode.level);
  object["end"] = to_text(episode.end);
  return object;
}

ordered_json thing_object(const model::SeriesKey& thing) {
  ordered_json object;
  object["repository"] = text_or_null(thing.repository);
  object["workflow"] = text_or_null(thing.workflow);
  object["job"] = text_or_null(thing.job);
  object["leg"] = text_or_null(thing.leg);
  object["image"] = text_or_null(thing.image);
  object["dockerfile"] = text_or_null(thing.dockerfile);
  object["target"] = text_or_null(thing.target);
  object["platform"] = text_or_null(thing.platform);
  return object;
}

} // namespace

std::string to_json(const model::SeriesBacktest& outcome) {
  return dump(outcome_object(outcome), -1);
}

std::string to_json(const model::MetricBacktest& told) {
  ordered_json object = outcome_object(told.outcome);
  object["series"] = model::name_of(told.series);
  object["commits"] = commit_list(told.red_commits);
  object["thing"] = thing_object(told.series.thing);
  object["metric"] = model::to_text(told.series.metric);
  object["situation"] = told.series.situation;
  object["unit"] = model::to_text(model::unit_of(told.series.metric.kind));
  object["on_red"] = told.red_fails ? "fail" : "warn";
  object["judged_together"] = told.together;
  object["episodes"] = list_of(told.episodes, &episode_object);
  return dump(object, -1);
}

} // namespace tidegate::codec
