// SPDX-License-Identifier: Apache-2.0
#include "commands/events/event_publishing.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/held_event.hpp"
#include "adapters/eventlog/spool.hpp"
#include "commands/events/api_commit.hpp"
#include "commands/events/data_folders.hpp"
#include "commands/events/event_writer.hpp"
#include "commands/events/published_ids.hpp"
#include "commands/github_access.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>
#include <vector>

namespace tidegate::commands {
namespace {

using eventlog::Segment;

// In the words that GitHub's workflow runs understand: this commit starts none.
std::string message_of(const std::vector<Segment>& segments, const model::Run& run) {
  int events = 0;
  for (const Segment& segment : segments) {
    events += segment.events;
  }
  std::string text = fmt::format("tidegate: {}\n\n", util::counted(events, "event"));
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      text += fmt::format("{}: {}\n", name, value);
    }
  };
  line("Workflow", run.workflow);
  line("Job", run.job);
  line("Run", run.attempt.empty() ? run.id : fmt::format("{}, attempt {}", run.id, run.attempt));
  line("Commit", run.sha);
  return text + "\n[skip ci]\n";
}

class Publisher {
public:
  Publisher(eventlog::Spool& spool, EventWriter& writer, model::PublishReport& report)
      : spool_(spool),
        writer_(writer),
        report_(report) {}

  // Until the spool is empty of what can be published.
  void run(const model::Run& run) {
    for (auto batch = next_batch(); !batch.empty() && report_.trouble.problem.empty();
         batch = next_batch()) {
      publish(batch, run);
    }
  }

private:
  // As many as make a commit of a few megabytes.
  std::vector<Segment> next_batch() {
    constexpr std::size_t most_bytes = 16U << 20U;
    constexpr std::size_t most_segments = 256;
    std::vector<Segment> batch;
    const auto names = spool_.list();
    if (!names) {
      set_trouble(names.error());
      return batch;
    }
    std::size_t bytes = 0;
    for (const std::string& name : *names) {
      if (bytes > most_bytes || batch.size() >= most_segments) {
        break;
      }
      auto segment = passed_over(name) ? Result<Segment>(failed(Error::Kind::external, ""))
                                       : spool_.read(name);
      if (segment) {
        bytes += segment->content.size();
        batch.push_back(std::move(*segment));
      } else if (!passed_over(name)) {
        pass_over(name, segment.error());
      }
    }
    return batch;
  }

  void publish(const std::vector<Segment>& batch, const model::Run& run) {
    std::vector<git::Change::File> files;
    files.reserve(batch.size());
    for (const Segment& segment : batch) {
      files.push_back({.path = segment.path, .content = segment.content});
    }
    const auto written = writer_.write(std::move(files), message_of(batch, run));
    report_.pushes += written.pushes;
    report_.commit = written.commit.empty() ? report_.commit : written.commit;
    if (!written.done) {
      report_.trouble = written.trouble;
      return;
    }
    for (const Segment& segment : batch) {
      report_.published += segment.events;
      spool_.remove(segment.name);
      // Also where it cannot be removed: it is on the branch, and would come up again and again.
      pass_over(segment.name,
                {.kind = Error::Kind::external,
                 .message = fmt::format("{} is published, and cannot be removed from {}",
                                        segment.name,
                                        spool_.folder().string()),
                 .hint = "make that folder writable; it is not published twice"});
    }
  }

  [[nodiscard]] bool passed_over(const std::string& name) const {
    return std::ranges::find(passed_over_, name) != passed_over_.end();
  }

  // Another process may have published and removed it meanwhile.
  void pass_over(const std::string& name, const Error& why) {
    passed_over_.push_back(name);
    if (std::filesystem::exists(spool_.folder() / name)) {
      report_.notes.push_back(why.hint.empty() ? why.message
                                               : fmt::format("{}; {}", why.message, why.hint));
    }
  }

  void set_trouble(const Error& error) { report_.trouble = to_trouble(error); }

  eventlog::Spool& spool_;
  EventWriter& writer_;
  model::PublishReport& report_;
  std::vector<std::string> passed_over_;
};

void count_pending(const eventlog::Spool& spool, model::PublishReport& report) {
  const auto names = spool.list();
  report.knows_pending = report.knows_pending && names;
  for (const std::string& name : names.value_or(std::vector<std::string>{})) {
    if (const auto segment = spool.read(name)) {
      report.pending += segment->events;
    }
    report.spool_files.push_back((spool.folder() / name).string());
  }
}

// What is on the branch already, under another name, leaves the spool.
Result<void> drop_published(eventlog::Spool& spool, git::Branch& branch, ports::Clock& clock) {
  if (const auto looked = look_patiently(branch, clock); !looked) {
    return tl::unexpected(looked.error().error);
  }
  auto dropped = drop_published_ids(spool, branch);
  return dropped ? spool.settle() : dropped;
}

Result<EventWriter::Options> writer_options(const git::Branch& branch,
                                            const model::Settings& settings,
                                            const PublishOptions& options,
                                            ports::Ports ports) {
  EventWriter::Options writing{.patience = options.patience, .api = {}};
  if (options.via == Via::api) {
    auto commit = api_commit(branch,
                             branch_name(options.remote, settings),
                             github_token(ports.environment, options.remote.token),
                             ports);
    if (!commit) {
      return tl::unexpected(std::move(commit.error()));
    }
    writing.api = std::move(*commit);
  }
  return writing;
}

void publish_spool(eventlog::Spool& spool,
                   const model::Settings& settings,
                   const PublishOptions& options,
                   ports::Ports ports,
                   model::PublishReport& report) {
  eventlog::EventLog log(settings.events_dir, settings.events_layout);
  report.notes = eventlog::take_over_held(log);
  auto cut = spool.cut(log);
  if (!cut) {
    report.trouble = to_trouble(cut.error());
    report.knows_pending = false;
    return;
  }
  std::ranges::move(cut->damage, std::back_inserter(report.notes));
  if (!options.push) {
    return;
  }
  if (const auto good = check_branch_name(report.branch); !good) {
    report.trouble = to_trouble(good.error());
    return;
  }
  const auto names = spool.list();
  if (names && names->empty()) {
    return; // nothing to publish: nobody is asked for anything
  }
  auto branch = open_branch(options.remote, settings, ports);
  Result<void> ready;
  if (branch) {
    report.url = branch->url();
    ready = cut->unsure ? drop_published(spool, *branch, ports.clock) : ready;
  }
  if (!branch || !ready) {
    const Error& error = branch ? ready.error() : branch.error();
    report.trouble = to_trouble(error);
    return;
  }
  auto writing = writer_options(*branch, settings, options, ports);
  if (!writing) {
    report.trouble = to_trouble(writing.error());
    return;
  }
  EventWriter writer(*branch, ports, std::move(*writing));
  Publisher(spool, writer, report).run(actions::read_run(ports.environment));
  report.url = branch->url();
}

} // namespace

model::PublishReport pending_events(const model::Settings& settings) {
  model::PublishReport report;
  count_pending(eventlog::Spool(data_folders(settings).spool), report);
  return report;
}

model::PublishReport
publish_events(const model::Settings& settings, const PublishOptions& options, ports::Ports ports) {
  model::PublishReport report;
  report.branch = branch_name(options.remote, settings);
  eventlog::Spool spool(data_folders(settings).spool);
  publish_spool(spool, settings, options, ports, report);
  count_pending(spool, report);
  return report;
}

} // namespace tidegate::commands
