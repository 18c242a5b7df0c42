// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/workflow_log.hpp"
#include "adapters/posix/input_file.hpp"
#include "codec/event_reports_json.hpp"
#include "codec/event_schema.hpp"
#include "commands/events/event_sources.hpp"
#include "commands/events/events.hpp"
#include "report/event_reports.hpp"
#include "util/lines.hpp"

namespace tidegate::commands {
namespace {

class Validator {
public:
  void take(const SourceLine& line) {
    if (const auto wrong = schema_.complaint(line.text)) {
      add(line.file, line.number, *wrong);
    } else {
      ++report_.good;
    }
  }

  void add(const std::string& file, int line, std::string reason) {
    constexpr std::size_t most_findings = 1000;
    ++report_.bad;
    if (report_.findings.size() < most_findings) {
      report_.findings.push_back({.file = file, .line = line, .reason = std::move(reason)});
    }
  }

  [[nodiscard]] const model::ValidateReport& report() const { return report_; }

private:
  codec::EventSchema schema_;
  model::ValidateReport report_;
};

Result<void> validate_file(const std::string& path, Validator& validator) {
  constexpr std::size_t longest_line = 64U << 20U;
  const auto file = posix::InputFile::open(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  util::LineSplitter lines(longest_line);
  int number = 0;
  const auto take = [&](const util::LineSplitter::Line& line) {
    ++number;
    if (line.cut) {
      validator.add(path, number, "longer than 64 MiB");
    } else {
      validator.take({.file = path, .number = number, .text = line.text});
    }
  };
  auto read = file->each_chunk([&](std::string_view chunk) { lines.feed(chunk, take); });
  lines.finish(take);
  return read;
}

Result<void> validate_all(const model::Settings& settings, Validator& validator) {
  std::vector<std::string> problems;
  auto read = each_line(settings, [&](const SourceLine& line) { validator.take(line); }, problems);
  for (const std::string& problem : problems) {
    validator.add(problem.substr(0, problem.find(": ")),
                  0,
                  problem.substr(std::min(problem.size(), problem.find(": ") + 2)));
  }
  return read;
}

} // namespace

Result<int> run_events_validate(const EventsValidateOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  Validator validator;
  Result<void> read;
  if (options.files.empty()) {
    read = validate_all(*settings, validator);
  }
  for (const std::string& file : options.files) {
    read = read ? validate_file(file, validator) : read;
  }
  if (!read) {
    return tl::unexpected(read.error());
  }
  constexpr int json_indent = 2;
  if (options.format == Format::json) {
    ports.environment.out(codec::to_json(validator.report(), json_indent) + "\n");
  } else {
    actions::WorkflowLog(ports.environment).answer(report::validate_text(validator.report()));
  }
  return validator.report().bad == 0 ? 0 : 1;
}

} // namespace tidegate::commands
