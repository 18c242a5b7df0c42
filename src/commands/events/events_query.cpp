// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/workflow_log.hpp"
#include "adapters/posix/machine.hpp"
#include "codec/event_filter.hpp"
#include "codec/event_json.hpp"
#include "commands/events/days.hpp"
#include "commands/events/event_sources.hpp"
#include "commands/events/events.hpp"
#include "commands/events/line_search.hpp"
#include "commands/events/seen_ids.hpp"
#include "report/event_list.hpp"
#include "util/time.hpp"

#include <fmt/format.h>
#include <map>
#include <optional>

namespace tidegate::commands {
namespace {

Result<codec::EventFilter> filter_of(const EventsQueryOptions& options, Time now) {
  codec::EventFilter filter{.types = options.types, .text = options.text};
  const auto moment = [&](const std::string& text, std::string_view option) {
    return text.empty() ? Result<Time>(Time{}) : parse_moment(text, now, option);
  };
  const auto since = moment(options.since, "--since");
  const auto until = moment(options.until, "--until");
  if (!since || !until) {
    return tl::unexpected(since ? until.error() : since.error());
  }
  filter.since = options.since.empty() ? std::nullopt : std::optional(*since);
  filter.until = options.until.empty() ? std::nullopt : std::optional(*until);
  for (const std::string& key : options.keys) {
    const auto equals = key.find('=');
    if (equals == std::string::npos || equals == 0) {
      return failed(Error::Kind::usage,
                    fmt::format("--key: \"{}\" is not of the form key=value", key),
                    "such as --key run.workflow=image or --key metadata.success=true");
    }
    filter.keys.emplace_back(key.substr(0, equals), key.substr(equals + 1));
  }
  return filter;
}

// Each event once, as it comes; with a limit the newest ones, at the end.
class Answer {
public:
  Answer(const EventsQueryOptions& options,
         ports::Environment& environment,
         actions::WorkflowLog& log)
      : options_(options),
        environment_(environment),
        log_(log) {
    write_raw(json() ? R"({"schema":1,"events":[)" : "");
  }

  void take(Time timestamp, std::string_view line) {
    if (options_.limit == 0) {
      write(line);
      return;
    }
    newest_.emplace(timestamp, line);
    if (newest_.size() > static_cast<std::size_t>(options_.limit)) {
      newest_.erase(newest_.begin());
    }
  }

  void finish(int passed_over) {
    for (const auto& [timestamp, line] : newest_) {
      write(line);
    }
    if (json()) {
      write_raw(fmt::format(
          "{}],\"count\":{},\"passed_over\":{}}}\n", count_ == 0 ? "" : "\n", count_, passed_over));
    }
    flush();
  }

private:
  [[nodiscard]] bool json() const { return options_.format == Format::json; }

  void write(std::string_view line) {
    if (json()) {
      write_raw(count_ == 0 ? "\n" : ",\n");
      write_raw(codec::without_commands(std::string(line)));
    } else {
      const auto event = codec::found_event(line);
      write_raw(report::event_line(
          {.timestamp = event.timestamp,
           .type = event.type,
           .id = event.id,
           .place = event.repository + (event.job.empty() ? "" : " ") + event.job,
           .metadata = event.metadata}));
    }
    ++count_;
  }

  void write_raw(std::string_view text) {
    constexpr std::size_t enough = 65536;
    pending_ += text;
    if (pending_.size() > enough) {
      flush();
    }
  }

  void flush() {
    if (json()) {
      environment_.out(pending_);
    } else {
      log_.answer(pending_);
    }
    pending_.clear();
  }

  const EventsQueryOptions& options_;
  ports::Environment& environment_;
  actions::WorkflowLog& log_;
  std::multimap<Time, std::string> newest_; // those of one moment in the order in which they come
  std::string pending_;
  int count_{0};
};

} // namespace

Result<int> run_events_query(const EventsQueryOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  auto asked = filter_of(options, ports.clock.now());
  if (!asked) {
    return tl::unexpected(asked.error());
  }
  actions::WorkflowLog log(ports.environment);
  Answer answer(options, ports.environment, log);
  SeenIds seen;
  const int processors = posix::read_runner(ports.environment).cpus;
  LineSearch search(std::move(*asked), processors, [&](const LineSearch::Found& found) {
    if (seen.is_new(found.id, found.line)) {
      answer.take(found.timestamp, found.line);
    }
  });
  std::vector<std::string> problems;
  const auto read =
      each_block(*settings, [&](const SourceBlock& block) { search.take(block.text); }, problems);
  const int passed_over = search.finish();
  answer.finish(passed_over);
  if (passed_over > 0) {
    log.line(fmt::format("tidegate: warning: {} lines are no events; tidegate events validate says "
                         "which",
                         passed_over));
  }
  for (const std::string& problem : problems) {
    log.line(fmt::format("tidegate: warning: {}", problem));
  }
  return read ? Result<int>(0) : tl::unexpected(read.error());
}

} // namespace tidegate::commands
