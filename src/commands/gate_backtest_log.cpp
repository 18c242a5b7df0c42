// SPDX-License-Identifier: Apache-2.0
#include "commands/gate_backtest_log.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "analysis/log_backtest.hpp"
#include "codec/series_json.hpp"
#include "commands/events/days.hpp"
#include "commands/gate_subjects.hpp"
#include "commands/ledger.hpp"
#include "report/log_backtest_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int most_points = 100'000; // of one series

Result<void> check(const GateBacktestOptions& options) {
  for (const auto& [given, name] : {std::pair(options.profile.has_value(), "--profile"),
                                    std::pair(options.together.has_value(), "--together")}) {
    if (given) {
      return failed(Error::Kind::usage,
                    fmt::format("{} is for files: over the own log the policy says it", name),
                    "gate.profile and gate.metrics of the configuration; --config FILE tries "
                    "another one");
    }
  }
  return {};
}

// "in the last 90 days", "since 2026-11-01"
std::string span_of(const std::string& since, Time begin) {
  constexpr std::size_t day_letters = 10;
  const bool days = since.ends_with('d');
  return days ? fmt::format("in the last {} days", since.substr(0, since.size() - 1))
              : fmt::format("since {}", util::to_rfc3339(begin).substr(0, day_letters));
}

class LogBacktest {
public:
  LogBacktest(const GateBacktestOptions& options,
              const model::Settings& settings,
              Time since,
              ports::Ports ports)
      : options_(options),
        settings_(settings),
        since_(since),
        environment_(ports.environment),
        log_(ports.environment),
        ledger_(settings, ports.clock.now()) {}

  Result<int> run() {
    const auto reading = ledger_.open();
    if (!reading) {
      return tl::unexpected(reading.error());
    }
    for (const auto& damage : reading->damage) {
      note(damage);
    }
    if (settings_.policy.mode != model::GateMode::prediction) {
      note("the policy has another gate.mode; this is what `prediction` would have said");
    }
    auto done = judge_all();
    if (!ledger_.notice().empty()) {
      note(ledger_.notice());
    }
    if (!done) {
      return tl::unexpected(std::move(done.error()));
    }
    if (options_.format == Format::text) {
      log_.answer(report::log_backtest_text(told_, span_of(options_.since, since_)));
    }
    return 0;
  }

private:
  Result<void> judge_all() {
    const auto series = ledger_.series_since(since_);
    if (!series) {
      return tl::unexpected(series.error());
    }
    if (series->empty()) {
      return nothing();
    }
    for (auto first = series->begin(); first != series->end();) {
      const auto next = std::find_if(first, series->end(), [&](const model::MetricSeries& other) {
        return other.thing != first->thing;
      });
      if (auto done = judge_thing({first, next}); !done) {
        return done;
      }
      first = next;
    }
    return told_series_ > 0
               ? Result<void>{}
               : failed(Error::Kind::external,
                        fmt::format("the policy judges none of the metrics that {} has",
                                    settings_.events_dir),
                        "gate.metrics of the configuration says which are judged");
  }

  // One thing after another, so that no more than its values are held.
  Result<void> judge_thing(std::vector<model::MetricSeries> series) {
    std::vector<analysis::MetricSeriesPast> thing;
    for (auto& each : series) {
      auto past = ledger_.metric_past(each, most_points);
      if (!past) {
        return tl::unexpected(std::move(past.error()));
      }
      thing.push_back({.series = std::move(each), .past = std::move(*past)});
    }
    auto told = analysis::backtest_thing(
        std::move(thing),
        settings_.policy,
        {.since = since_, .confirm_with_next = options_.confirm_with_next});
    told_series_ += told.size();
    if (options_.format == Format::json) {
      for (const auto& each : told) {
        environment_.out(codec::to_json(each) + "\n");
      }
    } else {
      std::ranges::move(told, std::back_inserter(told_));
    }
    return {};
  }

  Result<void> nothing() {
    const auto newest = ledger_.newest(1);
    if (!newest) {
      return tl::unexpected(newest.error());
    }
    if (newest->empty()) {
      return no_builds(std::nullopt, settings_.events_dir);
    }
    const auto& started = newest->front().build.started;
    return failed(Error::Kind::external,
                  fmt::format("{}: no recorded build that succeeded since {}",
                              settings_.events_dir,
                              util::to_rfc3339(since_)),
                  fmt::format("the newest build of the log is of {}; --since goes further back",
                              started ? util::to_rfc3339(*started) : "a time that is not known"));
  }

  void note(const std::string& text) {
    log_.line(fmt::format("tidegate: note: {}", util::to_printable(text)));
  }

  const GateBacktestOptions& options_;
  const model::Settings& settings_;
  Time since_;
  ports::Environment& environment_;
  actions::WorkflowLog log_;
  Ledger ledger_;
  std::vector<model::MetricBacktest> told_; // for text alone
  std::size_t told_series_{0};
};

} // namespace

Result<int> run_log_backtest(const GateBacktestOptions& options, ports::Ports ports) {
  if (auto done = check(options); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  const auto since = parse_moment(options.since, ports.clock.now(), "--since");
  if (!since) {
    return tl::unexpected(since.error());
  }
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  return LogBacktest(options, *settings, *since, ports).run();
}

} // namespace tidegate::commands
