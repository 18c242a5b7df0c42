// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/segment_files.hpp"
#include "adapters/sqlite/store.hpp"
#include "codec/build_json.hpp"
#include "commands/log_damage.hpp"
#include "model/event.hpp"
#include "model/history.hpp"
#include "model/metric_backtest.hpp"
#include "model/policy.hpp"
#include "util/result.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace tidegate::commands {

// Of machines that mean the same time, at most; beyond it something is dated in the future.
constexpr std::chrono::hours clocks_differ_by{24};

// The event log with what was fetched of the event branch (the truth), and the store (its index) as
// one thing: whoever opens it sees an index that has caught up with both. An event that is in both
// counts once.
class Ledger {
public:
  // `now`: an acceptance from more than a day later does not count, since it would let everything
  // pass until then; absent: each one counts.
  explicit Ledger(const model::Settings& settings, std::optional<Time> now = std::nullopt);

  struct Reading {
    std::size_t builds{0};           // that were new to the index
    std::size_t passed_over{0};      // damaged lines that were met now
    std::vector<std::string> damage; // what is wrong with the log, see LogDamage
  };

  // Opens the store and reads what the log has beyond it. `from_scratch`: empties the store first.
  // Damage that shows later (here, in history or newest) makes it begin from scratch by itself.
  // Error: external; the log is untouched.
  Result<Reading> open(bool from_scratch = false);

  // Appends one event to the log. Works without open().
  Result<eventlog::EventLog::Appended> append(const model::Event& event);

  // The past of the build's series as model::past_scope() limits it, `available` false where the
  // store could not be opened or read.
  model::History history(const model::Build& build, int count);

  // The past of one metric of the build as model::past_scope() limits it, at most the newest
  // `count`; of it only metric and situation count.
  Result<model::MetricPast>
  metric_past(const model::Build& build, const model::MetricValue& metric, int count);

  // The series with a value since then, those of one thing one after another.
  Result<std::vector<model::MetricSeries>> series_since(Time since);

  // The whole past of a series, at most the newest `count`.
  Result<model::MetricPast> metric_past(const model::MetricSeries& series, int count);

  Result<std::vector<codec::JudgedBuild>> newest(int count);

  // The builds of the commit whose id begins with `sha`, newest first, at most `count`.
  Result<std::vector<codec::JudgedBuild>> of_commit(const std::string& sha, int count);

  // The newest build of each thing, and the builds that hold the newest value of a series; newest
  // first.
  Result<std::vector<codec::JudgedBuild>> newest_of_things(const sqlite::NewestQuestion& question);
  Result<std::vector<codec::JudgedBuild>> newest_of_series(const sqlite::NewestQuestion& question);

  // The builds whose event id begins with `prefix`, at most `count`.
  Result<std::vector<codec::JudgedBuild>> find(const std::string& prefix, int count);

  // The newest successful builds of the same thing, whatever the machine and the cache state.
  Result<std::vector<codec::JudgedBuild>> past(const model::Build& build, int count);

  // The build that `build` is compared with: the newest without trouble of the cache, of the first
  // of the `refs` that has one, else of any; where all have trouble, the newest; nullopt where
  // there is none.
  Result<std::optional<codec::JudgedBuild>> baseline(const model::Build& build,
                                                     const std::vector<std::string>& refs);

  // The newest without trouble of the cache, of the first of the commits that has one of this ref;
  // ref empty: of any.
  Result<std::optional<codec::JudgedBuild>> baseline_at(const model::Build& build,
                                                        const std::vector<std::string>& commits,
                                                        const std::string& ref);

  // What the store had to say when it was last opened, and that it took long; empty where nothing
  // is to be told.
  [[nodiscard]] std::string notice() const {
    return sqlite::add_sentence(store_ ? store_->notice() : std::string{}, long_reading_);
  }

private:
  template<typename Question>
  std::invoke_result_t<Question, sqlite::Store&> ask(const Question& question);

  Result<void> catch_up(bool from_scratch, Reading& reading);
  Result<void> catch_up_branch(Reading& reading, LogDamage& damage);
  Result<void> index_segment(const std::string& path, Reading& reading, LogDamage& damage);
  Result<void>
  index_line(const eventlog::EventLog::Line& line, Reading& reading, LogDamage& damage);
  Result<void> index_acceptance(const eventlog::EventLog::Line& line,
                                const model::Event& event,
                                LogDamage& damage);
  Result<void> index_build(const eventlog::EventLog::Line& line,
                           const model::Event& event,
                           Reading& reading,
                           LogDamage& damage);

  model::Settings settings_;
  std::optional<Time> now_;
  eventlog::EventLog log_;
  eventlog::SegmentFiles branch_;
  std::optional<sqlite::Store> store_;
  std::string problem_{"the history was not opened"};
  std::string long_reading_;
};

} // namespace tidegate::commands
