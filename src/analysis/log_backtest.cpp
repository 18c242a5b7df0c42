// SPDX-License-Identifier: Apache-2.0
#include "analysis/log_backtest.hpp"

#include "analysis/metric_rules.hpp"
#include "analysis/prediction_replay.hpp"
#include "model/metric_scale.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::MetricBacktest;
using model::MetricEpisode;
using model::OnFail;
using model::PointStatus;
using model::PointVerdict;

void confirm_with_next(std::vector<model::MetricPoint>& points) {
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    if (!points[i].again && points[i].host == points[i + 1].host) {
      points[i].again = points[i + 1].value;
    }
  }
}

class SeriesReplay {
public:
  SeriesReplay(const MetricSeriesPast& judged, const MetricRule& rule, Time since)
      : kind_(judged.series.metric.kind),
        rule_(rule),
        since_(since),
        replay_(judged.past, kind_, rule) {
    told_.series = judged.series;
    told_.red_fails = rule.on_fail == OnFail::fail;
    told_.doubt_fails = rule.on_inconclusive == OnFail::fail;
    told_.creep_fails = rule.on_creep == OnFail::fail;
  }

  MetricBacktest run() {
    replay_.replay([this](const PointVerdict& verdict) { take(verdict); });
    end_episode(replay_.gate().red_since(), false);
    keep_episode(); // that is still open
    told_.outcome.smallest_visible_step = replay_.gate().smallest_visible_step();
    told_.outcome.shape = replay_.gate().shape();
    return std::move(told_);
  }

private:
  [[nodiscard]] const model::MetricPoint& point(std::size_t index) const {
    return *replay_.points()[index];
  }

  void take(const PointVerdict& verdict) {
    if (verdict.status != PointStatus::invalid) {
      end_episode(verdict.red_since, verdict.closed);
    }
    if (verdict.status == PointStatus::red) {
      add_red(verdict);
    }
    if (point(verdict.index).at >= since_) {
      tell(verdict);
    }
  }

  // That of `red_since` goes on; what is open, and neither goes on nor closes by itself, was
  // accepted before this build.
  void end_episode(std::optional<std::size_t> red_since, bool closed) {
    if (!episode_ || (red_since == episode_->first && !closed)) {
      return;
    }
    episode_->end = closed ? model::RegressionEnd::fixed : model::RegressionEnd::accepted;
    keep_episode();
  }

  void keep_episode() {
    if (episode_ && episode_->last_at >= since_) {
      told_.episodes.push_back(std::move(*episode_));
    }
    episode_.reset();
  }

  void add_red(const PointVerdict& verdict) {
    const auto& build = point(verdict.index);
    if (!episode_) {
      episode_ =
          MetricEpisode{.first = verdict.index, .first_sha = build.sha, .first_at = build.at};
      if (verdict.evidence) {
        const double usual = verdict.evidence->centre;
        episode_->usual = model::shown_value(kind_, usual);
        episode_->level = model::shown_value(kind_, usual * (1 + verdict.evidence->effect));
      }
    }
    episode_->last = verdict.index;
    episode_->last_sha = build.sha;
    episode_->last_at = build.at;
    ++episode_->builds;
  }

  void tell(const PointVerdict& verdict) {
    auto& outcome = told_.outcome;
    ++outcome.points;
    switch (verdict.status) {
    case PointStatus::invalid:
      ++outcome.invalid;
      return;
    case PointStatus::learning:
      ++outcome.learning;
      return;
    case PointStatus::red:
      outcome.red.push_back(verdict.index);
      told_.red_commits.push_back(point(verdict.index).sha);
      break;
    case PointStatus::inconclusive:
      tell_doubt(verdict.index);
      break;
    case PointStatus::pass:
      break;
    }
    ++outcome.judged;
    if (verdict.rebased) {
      outcome.rebased.push_back(verdict.index);
    }
    if (verdict.creeping) {
      outcome.creep.push_back(verdict.index);
    }
  }

  // A metric that only warns has no doubts (prediction.hpp).
  void tell_doubt(std::size_t index) {
    if (rule_.on_fail == OnFail::warn) {
      return;
    }
    told_.outcome.inconclusive.push_back(index);
    const auto& build = point(index);
    told_.doubtful.push_back(
        {.index = index, .sha = build.sha, .at = build.at, .value = build.value});
  }

  model::MetricKind kind_;
  const MetricRule& rule_;
  Time since_;
  PredictionReplay replay_;
  MetricBacktest told_;
  std::optional<MetricEpisode> episode_; // that is open
};

// Of each build since then, by its event id.
using Families = std::unordered_map<std::string_view, MetricFamilies>;

void add_family(Families& families,
                const model::MetricPast& past,
                const MetricRule& rule,
                Time since) {
  for (const auto& point : past.points) {
    if (point.at >= since) {
      families[point.event_id].add(rule);
    }
  }
}

Families
families_of(const std::vector<MetricSeriesPast>& thing, const model::Policy& policy, Time since) {
  Families families;
  for (const auto& judged : thing) {
    add_family(families, judged.past, metric_rule(policy, judged.series.metric.kind, 1), since);
  }
  return families;
}

} // namespace

std::vector<MetricBacktest> backtest_thing(std::vector<MetricSeriesPast> thing,
                                           const model::Policy& policy,
                                           const LogBacktestOptions& options) {
  const Families families = families_of(thing, policy, options.since);
  std::vector<MetricBacktest> told;
  for (auto& judged : thing) {
    const auto kind = judged.series.metric.kind;
    const auto usual = metric_rule(policy, kind, 1);
    auto& points = judged.past.points;
    if (!usual.judged || points.empty() || points.back().at < options.since) {
      continue;
    }
    const int together = families.at(points.back().event_id).together(usual);
    if (options.confirm_with_next) {
      confirm_with_next(points);
    }
    const auto rule = metric_rule(policy, kind, together);
    told.push_back(SeriesReplay(judged, rule, options.since).run());
    told.back().together = static_cast<std::size_t>(together);
  }
  return told;
}

} // namespace tidegate::analysis
