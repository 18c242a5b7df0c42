// SPDX-License-Identifier: Apache-2.0
#include "commands/ledger.hpp"

#include "adapters/eventlog/held_event.hpp"
#include "analysis/metric_values.hpp"
#include "codec/bless_json.hpp"
#include "codec/event_json.hpp"
#include "commands/events/data_folders.hpp"
#include "util/lines.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::size_t many_builds = 1000; // reading them takes a second

// What the store calls the mark of the position in a file; no file of the log is called so.
std::string mark_name(const std::string& file) {
  return file + " mark";
}

// Rows of the metrics: of builds that are a measure for others.
std::vector<sqlite::MetricRow> metrics_of(const model::Build& build) {
  if (build.rebuilt) {
    return {};
  }
  std::vector<sqlite::MetricRow> rows;
  for (auto& value : analysis::metric_values(build)) {
    const auto again = analysis::measured_again(build, value);
    rows.push_back({.measured = std::move(value), .again = again});
  }
  return rows;
}

} // namespace

Ledger::Ledger(const model::Settings& settings, std::optional<Time> now)
    : settings_(settings),
      now_(now),
      log_(settings.events_dir, settings.events_layout),
      branch_(data_folders(settings).branch) {}

Result<Ledger::Reading> Ledger::open(bool from_scratch) {
  store_.reset(); // it may hold the lock
  auto opened = sqlite::Store::open(settings_.store, {.timezone = settings_.timezone});
  if (!opened) {
    problem_ = opened.error().message;
    return tl::unexpected(opened.error());
  }
  store_ = std::move(*opened);
  Reading reading;
  const Result<void> done = catch_up(from_scratch, reading);
  if (done) {
    if (!from_scratch && reading.builds >= many_builds) {
      long_reading_ = fmt::format(
          "{} builds of the event log were new to the history {}", reading.builds, settings_.store);
    }
    return reading;
  }
  if (!from_scratch && store_->damaged()) {
    return open(true);
  }
  problem_ = done.error().message;
  store_.reset();
  return tl::unexpected(done.error());
}

Result<void> Ledger::catch_up(bool from_scratch, Reading& reading) {
  Result<void> done = store_->begin();
  if (done && from_scratch) {
    done = store_->clear();
  }
  if (!done) {
    return done;
  }
  LogDamage damage(*store_);
  for (const auto& problem : eventlog::take_over_held(log_)) {
    damage.tell(problem);
  }
  // An unreadable position means the same as a new file: adding an event twice changes nothing.
  const auto read = log_.read(
      [this](const auto& file) {
        const std::string name = file.string();
        return eventlog::EventLog::Position{.offset = store_->position(name).value_or(0),
                                            .mark = store_->position(mark_name(name)).value_or(0)};
      },
      [&](const auto& line) { done = done ? index_line(line, reading, damage) : done; });
  if (!read) {
    return tl::unexpected(read.error());
  }
  for (const auto& [file, position] : *read) {
    done = done ? store_->skip(mark_name(file.string()), position.mark) : done;
  }
  done = done ? catch_up_branch(reading, damage) : done;
  done = done ? damage.finish(*read) : done;
  reading.damage = damage.told();
  reading.passed_over = damage.passed_over();
  return done ? store_->commit() : done;
}

// Segments never change: one that was read once is not opened again, and where the folder is as it
// was, it is not even looked at.
Result<void> Ledger::catch_up_branch(Reading& reading, LogDamage& damage) {
  const std::string folder = "branch"; // no file of the log is called so
  const std::uint64_t revision = branch_.revision();
  if (revision != 0 && store_->position(folder).value_or(0) == revision) {
    return {};
  }
  const auto paths = branch_.list();
  if (!paths) {
    damage.tell(paths.error().message);
    return {};
  }
  for (const std::string& path : *paths) {
    if (store_->position(fmt::format("{}/{}", folder, path)).value_or(0) > 0) {
      continue;
    }
    if (auto done = index_segment(path, reading, damage); !done) {
      return done;
    }
  }
  return revision == 0 ? Result<void>{} : store_->skip(folder, revision);
}

Result<void> Ledger::index_segment(const std::string& path, Reading& reading, LogDamage& damage) {
  const auto content = branch_.read(path);
  if (!content) {
    damage.tell(content.error().message);
    return {};
  }
  const std::filesystem::path file = "branch/" + path;
  Result<void> done;
  util::each_line(*content, [&](std::string_view line) {
    const auto begin = static_cast<std::size_t>(line.data() - content->data());
    done = done ? index_line({.file = file,
                              .offset = begin,
                              .number = 0,
                              .text = line,
                              .next = begin + line.size() + 1},
                             reading,
                             damage)
                : done;
  });
  return done;
}

Result<void>
Ledger::index_line(const eventlog::EventLog::Line& line, Reading& reading, LogDamage& damage) {
  const auto event = codec::parse_event(line.text);
  if (!event) {
    return damage.pass_over(line, event.error().message);
  }
  if (event->type == "docker_build") {
    return index_build(line, *event, reading, damage);
  }
  return event->type == "bless" ? index_acceptance(line, *event, damage)
                                : store_->skip(line.file.string(), line.next);
}

Result<void> Ledger::index_acceptance(const eventlog::EventLog::Line& line,
                                      const model::Event& event,
                                      LogDamage& damage) {
  const auto blessing = codec::parse_bless_event(event);
  if (!blessing) {
    return damage.pass_over(line, blessing.error().message);
  }
  if (now_ && event.timestamp > *now_ + clocks_differ_by) {
    return damage.pass_over(line,
                            fmt::format("accepted in the future, on {}: that does not count",
                                        util::to_rfc3339(event.timestamp)));
  }
  const auto done = store_->accept(*blessing);
  return done ? store_->skip(line.file.string(), line.next) : done;
}

Result<void> Ledger::index_build(const eventlog::EventLog::Line& line,
                                 const model::Event& event,
                                 Reading& reading,
                                 LogDamage& damage) {
  const auto judged = codec::parse_build_event(event);
  if (!judged) {
    return damage.pass_over(line, judged.error().message);
  }
  const auto taken = store_->is_taken(judged->build);
  if (!taken) {
    return tl::unexpected(taken.error());
  }
  if (*taken) {
    return damage.pass_over(line, "the id is that of another build");
  }
  ++reading.builds;
  return store_->add({.judged = *judged,
                      .event_file = line.file.string(),
                      .position_after = line.next,
                      .metrics = metrics_of(judged->build)});
}

Result<eventlog::EventLog::Appended> Ledger::append(const model::Event& event) {
  return log_.append(event.type, event.timestamp, codec::to_json(event));
}

// Damage inside the file shows when the page is read; the log has all that the index held.
template<typename Question>
std::invoke_result_t<Question, sqlite::Store&> Ledger::ask(const Question& question) {
  if (!store_) {
    return failed(Error::Kind::external, problem_);
  }
  auto answer = question(*store_);
  if (answer || !store_->damaged()) {
    return answer;
  }
  if (const auto again = open(true); !again) {
    return tl::unexpected(again.error());
  }
  return question(*store_);
}

model::History Ledger::history(const model::Build& build, int count) {
  const auto samples = ask([&](sqlite::Store& store) {
    return store.recent(model::series_key(build), count, model::past_scope(build), build.id);
  });
  if (!samples) {
    return {.samples = {}, .available = false, .problem = samples.error().message};
  }
  return {.samples = *samples, .available = true, .problem = {}};
}

Result<model::MetricPast>
Ledger::metric_past(const model::Build& build, const model::MetricValue& metric, int count) {
  return ask([&](sqlite::Store& store) {
    return store.metric_past({.thing = model::series_key(build),
                              .metric = metric.metric,
                              .situation = metric.situation,
                              .scope = model::past_scope(build),
                              .except_id = build.id,
                              .count = count});
  });
}

Result<std::vector<model::MetricSeries>> Ledger::series_since(Time since) {
  return ask([&](sqlite::Store& store) { return store.series_since(since); });
}

Result<model::MetricPast> Ledger::metric_past(const model::MetricSeries& series, int count) {
  return ask([&](sqlite::Store& store) {
    return store.metric_past({.thing = series.thing,
                              .metric = series.metric,
                              .situation = series.situation,
                              .scope = {},
                              .except_id = {},
                              .count = count});
  });
}

Result<std::vector<codec::JudgedBuild>> Ledger::newest(int count) {
  return ask([&](sqlite::Store& store) { return store.newest(count); });
}

Result<std::vector<codec::JudgedBuild>> Ledger::of_commit(const std::string& sha, int count) {
  return ask([&](sqlite::Store& store) { return store.of_commit(sha, count); });
}

Result<std::vector<codec::JudgedBuild>>
Ledger::newest_of_things(const sqlite::NewestQuestion& question) {
  return ask([&](sqlite::Store& store) { return store.newest_of_things(question); });
}

Result<std::vector<codec::JudgedBuild>>
Ledger::newest_of_series(const sqlite::NewestQuestion& question) {
  return ask([&](sqlite::Store& store) { return store.newest_of_series(question); });
}

Result<std::vector<codec::JudgedBuild>> Ledger::find(const std::string& prefix, int count) {
  return ask([&](sqlite::Store& store) { return store.find(prefix, count); });
}

Result<std::vector<codec::JudgedBuild>> Ledger::past(const model::Build& build, int count) {
  return ask(
      [&](sqlite::Store& store) { return store.past(model::series_key(build), count, build.id); });
}

Result<std::optional<codec::JudgedBuild>> Ledger::baseline(const model::Build& build,
                                                           const std::vector<std::string>& refs) {
  return ask([&](sqlite::Store& store) {
    return store.baseline(model::series_key(build), refs, build.id);
  });
}

Result<std::optional<codec::JudgedBuild>> Ledger::baseline_at(
    const model::Build& build, const std::vector<std::string>& commits, const std::string& ref) {
  return ask([&](sqlite::Store& store) {
    return store.baseline_at(model::series_key(build), commits, ref, build.id);
  });
}

} // namespace tidegate::commands
