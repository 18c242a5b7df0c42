// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/events/event_publishing.hpp"
#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

struct EventsAppendOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  std::string type;
  std::string metadata{"{}"}; // a JSON object, "@file", or "-" for standard input
  std::string container;      // of the types about containers
  std::string release_tag;    // of deployments
};

// Adds one event to the log and prints its id. Error: usage (no object, a key of the type is
// missing or wrong), external.
Result<int> run_events_append(const EventsAppendOptions& options, ports::Ports ports);

struct EventsPublishOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  PublishOptions publish;
};

// Error where events stay in the spool; the report is printed all the same.
Result<int> run_events_publish(const EventsPublishOptions& options, ports::Ports ports);

struct EventsFetchOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  EventRemote remote;
  std::string since{"90d"}; // a time back from now, a day or a moment
};

Result<int> run_events_fetch(const EventsFetchOptions& options, ports::Ports ports);

struct EventsCompactOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  EventRemote remote;
  std::string older_than{"30d"};
};

Result<int> run_events_compact(const EventsCompactOptions& options, ports::Ports ports);

struct EventsQueryOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  std::vector<std::string> types;
  std::string since; // a time back from now, a day or a moment
  std::string until;
  std::vector<std::string> keys; // "metadata.tag=wordcount"
  std::string text;
  int limit{0}; // the newest ones; 0: all
};

// Events of the log, the spool and what was fetched of the branch, each once.
Result<int> run_events_query(const EventsQueryOptions& options, ports::Ports ports);

struct EventsValidateOptions {
  SettingsOverrides settings;
  Format format{Format::text};
  std::vector<std::string> files; // empty: the log, the spool and what was fetched of the branch
};

// 1 where a line is not what it should be, 0 where all are.
Result<int> run_events_validate(const EventsValidateOptions& options, ports::Ports ports);

} // namespace tidegate::commands
