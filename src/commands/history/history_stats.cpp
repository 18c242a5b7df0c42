// SPDX-License-Identifier: Apache-2.0
#include "commands/history/history_stats.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "adapters/posix/machine.hpp"
#include "adapters/sqlite/run_store.hpp"
#include "analysis/run_statistics.hpp"
#include "analysis/sync_plan.hpp"
#include "codec/run_statistics_json.hpp"
#include "commands/events/days.hpp"
#include "commands/history/history_sync.hpp"
#include "commands/ledger.hpp"
#include "report/run_statistics.hpp"
#include "util/id.hpp"

#include <cmath>
#include <filesystem>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;

std::string window_name(Seconds length) {
  const double hours = length.count() / 3600;
  const double days = hours / 24;
  if (days == std::floor(days)) {
    return fmt::format("{:.0f} d", days);
  }
  return hours == std::floor(hours) ? fmt::format("{:.0f} h", hours)
                                    : fmt::format("{:.1f} d", days);
}

Result<std::vector<analysis::Window>> windows_of(const HistoryStatsOptions& options, Time now) {
  Time from = now;
  if (options.days) {
    from = now - std::chrono::days(*options.days);
  } else if (!options.since.empty()) {
    const auto since = parse_moment(options.since, now, "--since");
    if (!since) {
      return tl::unexpected(since.error());
    }
    from = *since;
  } else {
    return analysis::usual_windows(now);
  }
  if (from >= now) {
    return failed(Error::Kind::usage, "--since: this moment is not in the past");
  }
  return std::vector<analysis::Window>{{.name = window_name(now - from), .from = from}};
}

sqlite::RunFilter filter_of(const model::RunFilterWords& words) {
  return {.repository = words.repository,
          .workflow = words.workflow,
          .branch = words.branch,
          .event = words.event};
}

void note(const std::string& text, ports::Ports ports) {
  if (!text.empty()) {
    actions::WorkflowLog(ports.environment).line("tidegate: note: " + text);
  }
}

class Reading {
public:
  explicit Reading(ports::Ports ports)
      : ports_(ports) {}

  // Where nobody listed all runs of the repository, what is missing of them is not known: then it
  // is empty.
  [[nodiscard]] const std::vector<model::TimeSpan>& missing() const { return missing_; }

  Result<void> feed(const std::filesystem::path& file,
                    Time since,
                    const sqlite::RunFilter& filter,
                    analysis::RunStatisticsTally& tally) {
    std::error_code unknown;
    if (!std::filesystem::exists(file, unknown) && !unknown) {
      return {}; // looking at nothing does not make a database
    }
    auto store = sqlite::RunStore::open(file);
    if (!store) {
      return tl::unexpected(store.error());
    }
    note(store->notice(), ports_);
    auto fed = store->each_run(since, filter, [&](const model::RunRecord& run) { tally.add(run); });
    fed = fed ? find_missing(*store, since, filter.repository) : fed;
    if (!fed) {
      note(store->put_aside_if_damaged(fed.error()), ports_);
    }
    return fed;
  }

private:
  Result<void> find_missing(sqlite::RunStore& store, Time since, const std::string& repository) {
    auto windows = store.windows(sync_key(repository, {}));
    if (!windows) {
      return tl::unexpected(windows.error());
    }
    missing_ = analysis::gaps(std::move(*windows), since);
    return {};
  }

  ports::Ports ports_;
  std::vector<model::TimeSpan> missing_;
};

void show(const model::RunStatistics& statistics, ReportFormat format, ports::Ports ports) {
  switch (format) {
  case ReportFormat::json:
    ports.environment.out(codec::to_json(statistics, json_indent) + "\n");
    break;
  case ReportFormat::markdown: // for $GITHUB_STEP_SUMMARY and files, so it goes to stdout always
    ports.environment.out(report::run_statistics_markdown(statistics));
    break;
  case ReportFormat::text:
    actions::WorkflowLog(ports.environment).answer(report::run_statistics_text(statistics));
    break;
  }
}

Result<void> record(const model::RunStatistics& statistics,
                    const model::Settings& settings,
                    ports::Ports ports) {
  constexpr std::size_t most_metadata = 1U << 20U;
  if (statistics.windows.empty() || statistics.windows.back().all.count == 0) {
    return failed(Error::Kind::external,
                  "no run is known, so nothing was recorded",
                  "`tidegate history sync` fetches them first; its token needs `actions: read`");
  }
  model::Event event = codec::run_statistics_event(statistics);
  if (event.metadata.size() > most_metadata) {
    return failed(Error::Kind::external,
                  fmt::format("the figures are larger than {} bytes, so they were not recorded",
                              most_metadata),
                  "record fewer: --by workflow, --days or --branch");
  }
  event.id = util::new_ulid(event.timestamp);
  event.run = actions::read_run(ports.environment);
  event.runner = posix::read_runner(ports.environment);
  const auto appended = Ledger(settings).append(event);
  if (!appended) {
    return tl::unexpected(appended.error());
  }
  note(appended->notice, ports);
  note(fmt::format("recorded as the event {}", event.id), ports);
  return {};
}

} // namespace

Result<int> run_history_stats(const HistoryStatsOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  const Time now = ports.clock.now();
  const auto windows = windows_of(options, now);
  if (!windows) {
    return tl::unexpected(windows.error());
  }
  model::RunFilterWords filter = options.filter;
  if (filter.repository.empty()) {
    filter.repository = ports.environment.text("GITHUB_REPOSITORY");
  }
  analysis::RunStatisticsTally tally(*windows, options.by);
  Reading reading(ports);
  const auto fed = reading.feed(settings->store, windows->back().from, filter_of(filter), tally);
  if (!fed) {
    return tl::unexpected(fed.error());
  }
  model::RunStatistics statistics = tally.statistics();
  statistics.now = now;
  statistics.filter = filter;
  statistics.missing_spans = reading.missing();
  show(statistics, options.format, ports);
  const auto kept = options.record ? record(statistics, *settings, ports) : Result<void>{};
  return kept.map([] { return 0; });
}

} // namespace tidegate::commands
