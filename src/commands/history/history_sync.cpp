// SPDX-License-Identifier: Apache-2.0
#include "commands/history/history_sync.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "adapters/github/client.hpp"
#include "adapters/posix/file_lock.hpp"
#include "analysis/sync_plan.hpp"
#include "codec/clean_json.hpp"
#include "codec/sync_json.hpp"
#include "commands/events/days.hpp"
#include "commands/github_access.hpp"
#include "commands/history/sync_state.hpp"
#include "commands/history/window_sync.hpp"
#include "report/sync_text.hpp"

#include <chrono>
#include <fmt/format.h>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::size_t most_answer_bytes = 16U << 20U; // a hundred runs or jobs are one or two

// What is fetched once need not be kept. The rest is kept without secrets: a list of runs quotes
// the messages of commits.
class ListAnswers final : public ports::AnswerCache {
public:
  ListAnswers(ports::AnswerCache& answers, const util::Redactor& redactor)
      : answers_(answers),
        redactor_(redactor) {}

  std::optional<ports::CachedAnswer> find(const std::string& url) override {
    return github::asks_for_jobs(url) ? std::nullopt : answers_.find(url);
  }

  void keep(const std::string& url, const ports::CachedAnswer& answer) override {
    if (!github::asks_for_jobs(url)) {
      answers_.keep(url,
                    {.etag = answer.etag,
                     .link = answer.link,
                     .body = codec::clean_json(answer.body, redactor_)});
    }
  }

private:
  ports::AnswerCache& answers_;
  const util::Redactor& redactor_;
};

// Told by the options before anything is asked.
struct Plan {
  std::string store;
  github::Access access;
  github::ClientOptions client;
  github::RunQuestion question;
  Time since;
};

Result<Plan> plan_of(const HistorySyncOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  auto access = named_access(options.repository, ports.environment);
  if (!access) {
    return tl::unexpected(std::move(access.error()));
  }
  const auto since = parse_moment(options.since, ports.clock.now(), "--since");
  if (!since) {
    return tl::unexpected(since.error());
  }
  const auto max_wait = parse_days(options.max_wait, "--max-wait");
  if (!max_wait) {
    return tl::unexpected(max_wait.error());
  }
  if (options.budget && *options.budget < 0) {
    return failed(Error::Kind::usage, "--budget must not be negative");
  }
  return Plan{
      .store = settings->store,
      .access = std::move(*access),
      .client = {.budget = options.budget,
                 .most_waiting = *max_wait,
                 .most_bytes = most_answer_bytes},
      .question = {.workflow = options.workflow, .branch = options.branch, .event = options.event},
      .since = std::chrono::floor<std::chrono::seconds>(*since)};
}

void copy_use(const github::ClientUse& use, model::SyncReport& report) {
  report.requests = use.requests;
  report.counted = use.counted;
  report.unchanged = use.unchanged;
  report.waited = use.waited;
  report.remaining = use.remaining;
}

// What the store lacks of what was asked for.
Result<void> find_missing(SyncState& state) {
  const model::TimeSpan all{.first = state.report.since, .last = std::nullopt};
  const auto windows = state.store.windows(state.key);
  const auto jobs = state.store.count_without_jobs(state.filter, all);
  if (!windows || !jobs) {
    return tl::unexpected(windows ? jobs.error() : windows.error());
  }
  state.report.missing_spans =
      windows->empty() ? std::vector{all} : analysis::gaps(*windows, state.report.since);
  state.report.missing_jobs = *jobs;
  return {};
}

void sync(SyncState& state) {
  auto done = WindowSync(state).run();
  const auto found = find_missing(state);
  if (done && !found) {
    done = found;
  }
  if (done) {
    done = state.store.prune(state.answers, {});
  }
  if (done) {
    return;
  }
  state.report.problem = done.error().message;
  state.report.hint = done.error().hint;
  if (std::string aside = state.store.put_aside_if_damaged(done.error()); !aside.empty()) {
    state.report.problem = std::move(aside);
    state.report.hint = "run it again: it fetches all of it once more";
  }
}

// Two at once would ask for the same jobs. The lock is beside the database: a lock on that file
// itself is SQLite's, or of whoever puts it aside.
Result<posix::Fd> hold(const std::string& store) {
  auto lock = posix::lock_file(store + "-sync");
  if (lock && !*lock) {
    return failed(Error::Kind::external,
                  fmt::format("another `history sync` is at work on {}", store),
                  "run it again when that one is done; what it fetches is kept");
  }
  return lock;
}

Result<int> answer(const model::SyncReport& report, Format format, ports::Ports ports) {
  if (format == Format::json) {
    ports.environment.out(codec::to_json(report) + "\n");
  } else {
    actions::WorkflowLog(ports.environment).answer(report::sync_text(report));
  }
  if (report.complete()) {
    return 0;
  }
  return failed(Error::Kind::external,
                report.problem.empty()
                    ? fmt::format("the history is not complete: {}", report::missing_text(report))
                    : report.problem,
                report.hint.empty() ? "run it again to go on; what was fetched is kept"
                                    : report.hint);
}

} // namespace

std::string sync_key(const std::string& repository, const github::RunQuestion& question) {
  const auto& [workflow, branch, event] = question;
  return fmt::format("{}?workflow={}&branch={}&event={}",
                     repository,
                     github::percent_encoded(workflow),
                     github::percent_encoded(branch),
                     github::percent_encoded(event));
}

Result<int> run_history_sync(const HistorySyncOptions& options, ports::Ports ports) {
  auto plan = plan_of(options, ports);
  if (!plan) {
    return tl::unexpected(std::move(plan.error()));
  }
  auto store = sqlite::RunStore::open(plan->store);
  if (!store) {
    return tl::unexpected(std::move(store.error()));
  }
  const auto lock = hold(plan->store);
  if (!lock) {
    return tl::unexpected(lock.error());
  }
  auto& environment = ports.environment;
  actions::WorkflowLog log(environment);
  report::SyncProgress progress(
      [&log](std::string_view text) { log.talk(text); },
      [&environment] { return environment.err_is_terminal() ? environment.err_columns() : 0; });
  const util::Redactor redactor = actions::secret_redactor(environment);
  plan->client.on_wait = [&](const std::string& text) { progress.line(redactor.clean(text)); };
  sqlite::AnswerCache answers(store->connection(), ports.clock.now());
  ListAnswers lists(answers, redactor);
  github::Client client(ports.http, ports.clock, plan->access, plan->client, &lists);
  github::Runs runs(client);
  model::SyncReport report{.repository = plan->access.repository, .since = plan->since};
  if (!store->notice().empty()) {
    add_note(report, store->notice());
  }
  const sqlite::RunFilter filter{.repository = plan->access.repository,
                                 .workflow = plan->question.workflow,
                                 .branch = plan->question.branch,
                                 .event = plan->question.event};
  SyncState state{.runs = runs,
                  .store = *store,
                  .answers = answers,
                  .clock = ports.clock,
                  .question = plan->question,
                  .filter = filter,
                  .key = sync_key(plan->access.repository, plan->question),
                  .redactor = redactor,
                  .report = report,
                  .progress = [&] {
                    copy_use(client.use(), report);
                    progress.show(report, ports.clock.monotonic());
                  }};
  sync(state);
  copy_use(client.use(), report);
  progress.finish();
  for (const std::string& note : report.notes) {
    log.line(fmt::format("tidegate: note: {}", note));
  }
  return answer(report, options.format, ports);
}

} // namespace tidegate::commands
