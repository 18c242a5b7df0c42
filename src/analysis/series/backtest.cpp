// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/backtest.hpp"

#include "analysis/series/series_gate.hpp"

#include <algorithm>

namespace tidegate::analysis {
namespace {

const std::string& host_of(const model::Series& series, std::size_t index) {
  static const std::string unknown;
  return series.hosts.empty() ? unknown : series.hosts[index];
}

// The second measurement of a build. The text is assigned, since a new one costs an allocation.
void set_confirmation(const model::Series& series,
                      std::size_t index,
                      bool with_next,
                      std::optional<model::Confirmation>& confirmation) {
  std::size_t measured_as = index;
  std::optional<double> value;
  if (!series.confirmations.empty()) {
    value = series.confirmations[index];
  } else if (with_next && index + 1 < series.values.size()) {
    measured_as = index + 1;
    value = series.values[measured_as];
  }
  if (!value) {
    confirmation.reset();
    return;
  }
  if (!confirmation) {
    confirmation.emplace();
  }
  confirmation->value = *value;
  confirmation->host = host_of(series, measured_as);
}

void add_red(const model::PointVerdict& verdict, model::SeriesBacktest& outcome) {
  outcome.red.push_back(verdict.index);
  if (verdict.red_since == verdict.index) {
    outcome.episodes.push_back({.first = verdict.index});
  }
  auto& episode = outcome.episodes.back();
  episode.last = verdict.index;
  ++episode.builds;
}

void bless(SeriesGate& gate, model::SeriesBacktest& outcome) {
  if (gate.red_since()) {
    outcome.episodes.back().open = false;
    outcome.episodes.back().blessed = true;
  }
  gate.bless();
}

void name_times(const model::Series& series, model::SeriesBacktest& outcome) {
  for (auto& episode : outcome.episodes) {
    if (!series.times.empty()) {
      episode.first_time = series.times[episode.first];
      episode.last_time = series.times[episode.last];
    }
  }
}

void add(const model::PointVerdict& verdict, model::SeriesBacktest& outcome) {
  switch (verdict.status) {
  case model::PointStatus::invalid:
    ++outcome.invalid;
    return;
  case model::PointStatus::learning:
    ++outcome.learning;
    return;
  case model::PointStatus::red:
    add_red(verdict, outcome);
    break;
  case model::PointStatus::inconclusive:
    outcome.inconclusive.push_back(verdict.index);
    break;
  case model::PointStatus::pass:
    break;
  }
  if (verdict.closed) {
    outcome.episodes.back().open = false;
  }
  ++outcome.judged;
  if (verdict.rebased) {
    outcome.rebased.push_back(verdict.index);
  }
  if (verdict.creeping) {
    outcome.creep.push_back(verdict.index);
  }
}

} // namespace

model::SeriesBacktest
backtest(const model::Series& series, const BacktestOptions& options, const VerdictSink& sink) {
  model::SeriesBacktest outcome;
  outcome.name = series.name;
  outcome.points = series.values.size();
  SeriesGate gate(options.rule);
  model::SeriesPoint point;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    point.value = series.values[i];
    point.host = host_of(series, i);
    set_confirmation(series, i, options.confirm_with_next, point.confirmation);
    const auto verdict = gate.next(point, Detail::none);
    add(verdict, outcome);
    if (sink) {
      sink(verdict);
    }
    if (std::ranges::binary_search(series.blessed, i)) {
      bless(gate, outcome);
    }
  }
  outcome.smallest_visible_step = gate.smallest_visible_step();
  outcome.shape = gate.shape();
  name_times(series, outcome);
  return outcome;
}

} // namespace tidegate::analysis
