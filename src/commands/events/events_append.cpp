// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "adapters/posix/input_file.hpp"
#include "adapters/posix/machine.hpp"
#include "codec/event_json.hpp"
#include "codec/event_reports_json.hpp"
#include "codec/event_schema.hpp"
#include "commands/events/events.hpp"
#include "commands/events/kept_event.hpp"
#include "commands/ledger.hpp"
#include "util/id.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr std::size_t most_metadata = 1U << 20U;

Result<void> check_type(const std::string& type) {
  constexpr std::size_t longest = 64;
  const bool letters = std::ranges::all_of(
      type, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  if (letters && !type.empty() && type.size() <= longest && type.front() >= 'a') {
    return {};
  }
  return failed(Error::Kind::usage,
                fmt::format("--type: \"{}\" is no type of event", util::to_printable(type)),
                "types are lower-case letters, digits and _, such as deployment");
}

// The text itself, `@file`, or `-` for standard input.
Result<std::string> given_metadata(const std::string& option) {
  const bool is_file = option == "-" || option.starts_with('@');
  if (!is_file) {
    return option;
  }
  const auto file = posix::InputFile::open(option == "-" ? option : option.substr(1));
  if (!file) {
    return tl::unexpected(file.error());
  }
  return file->all(most_metadata);
}

// On one line.
Result<std::string> clean_metadata(const std::string& option, const util::Redactor& redactor) {
  auto text = given_metadata(option);
  if (!text) {
    return text;
  }
  if (text->size() > most_metadata) {
    return failed(Error::Kind::usage,
                  fmt::format("--metadata: larger than {} bytes", most_metadata));
  }
  auto object = codec::metadata_text(*text, redactor);
  if (!object) {
    object.error().hint = "give a JSON object: --metadata '{\"success\": true}', @file or -";
  }
  return object;
}

Result<model::Event> new_event(const EventsAppendOptions& options, ports::Ports& ports) {
  const util::Redactor redactor = actions::secret_redactor(ports.environment);
  auto metadata = clean_metadata(options.metadata, redactor);
  if (!metadata) {
    return tl::unexpected(metadata.error());
  }
  model::Event event;
  event.type = options.type;
  event.timestamp = ports.clock.now();
  event.id = util::new_ulid(event.timestamp);
  event.run = actions::read_run(ports.environment);
  event.runner = posix::read_runner(ports.environment);
  event.metadata = std::move(*metadata);
  event.container = redactor.clean(util::to_valid_utf8(options.container));
  event.release_tag = redactor.clean(util::to_valid_utf8(options.release_tag));
  if (const auto wrong = codec::EventSchema().complaint(codec::to_json(event))) {
    return failed(Error::Kind::usage,
                  fmt::format("event {}: {}", event.type, *wrong),
                  "what each type asks for is in templates/schemas/event.schema.json");
  }
  return event;
}

} // namespace

Result<int> run_events_append(const EventsAppendOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  if (auto fine = check_type(options.type); !fine) {
    return tl::unexpected(fine.error());
  }
  const auto event = new_event(options, ports);
  if (!event) {
    return tl::unexpected(event.error());
  }
  const auto appended = Ledger(*settings).append(*event);
  if (!appended) {
    return tl::unexpected(not_appended(*event, appended.error(), ports.environment));
  }
  if (!appended->notice.empty()) {
    actions::WorkflowLog log(ports.environment);
    log.line(fmt::format("tidegate: note: {}", appended->notice));
  }
  constexpr int json_indent = 2;
  const model::AppendReport report{.id = event->id, .file = appended->file.string()};
  ports.environment.out(
      (options.format == Format::json ? codec::to_json(report, json_indent) : event->id) + "\n");
  return 0;
}

} // namespace tidegate::commands
