// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_delivery.hpp"

#include "adapters/actions/file_commands.hpp"
#include "adapters/actions/run_context.hpp"
#include "adapters/docker/failure.hpp"
#include "adapters/posix/files.hpp"
#include "analysis/health.hpp"
#include "codec/build_json.hpp"
#include "commands/build/build_recording.hpp"
#include "commands/build/job_summary.hpp"
#include "report/annotations.hpp"
#include "report/outputs.hpp"
#include "report/summary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr int json_indent = 2;

// Step outputs, with the whole record in a file beside them: an output may hold 1 MB at most.
Result<void> write_outputs(const BuildSession& session,
                           const JudgedSession& judged,
                           const report::BuildReport& report) {
  const std::string target = session.ports.environment.text("GITHUB_OUTPUT");
  if (target.empty()) {
    return {};
  }
  const auto record =
      actions::temp_parent(session.ports.environment) / ("tidegate-" + judged.build.id + ".json");
  auto written =
      posix::write_new_file(record, codec::to_json(judged.build, judged.verdicts, json_indent));
  const auto outputs =
      report::step_outputs(report,
                           {.metadata = judged.metadata,
                            .image_id = judged.image_id,
                            .record_file = written ? record.string() : std::string{},
                            .unpublished = judged.unpublished});
  auto appended = actions::append_to_file(target, actions::output_text(outputs), "GITHUB_OUTPUT");
  return appended ? written : appended;
}

// A result belongs on stdout; inside Actions stdout is not fenced, so there it is talk.
bool summary_is_talk(const BuildSession& session) {
  return session.in_actions || session.arguments.stdout_taken;
}

// The texts that were not told before the build already.
void tell(actions::WorkflowLog& log,
          std::string_view kind,
          const std::vector<std::string>& texts,
          const std::vector<std::string>& told_before) {
  for (const std::string& text : texts) {
    if (std::ranges::find(told_before, text) == told_before.end()) {
      say(log, kind, text);
    }
  }
}

// What came to light after the announcements before the build. Where stdout goes elsewhere or is
// JSON, this is all that a person sees of it; who wants quiet sees what went wrong, not each
// measurement that is missing from the record.
void tell_news(const BuildSession& session, const model::Build& build, actions::WorkflowLog& log) {
  const bool has_summary = session.options.format == Format::text && !session.arguments.quiet;
  if (!has_summary || !summary_is_talk(session)) {
    tell(log, "warning", build.cache.problems, session.plan.problems);
    if (!session.arguments.quiet) {
      tell(log, "note", build.notices, session.plan.notices);
    }
  }
  const std::string advice = build.error ? docker::advice(*build.error) : "";
  if (!advice.empty()) {
    say(log, "hint", advice);
  }
}

void show_text(const BuildSession& session,
               const report::BuildReport& report,
               actions::WorkflowLog& log) {
  auto& environment = session.ports.environment;
  report::TextStyle style;
  if (environment.err_is_terminal() && !session.in_actions) {
    style = {.colour = !environment.get("NO_COLOR").has_value(),
             .columns = environment.err_columns()};
  }
  const std::string text = report::text_summary(report, style);
  if (summary_is_talk(session)) {
    log.talk(text);
  } else {
    environment.out(text);
  }
}

} // namespace

report::BuildReport build_report(const JudgedSession& judged) {
  const auto& baseline = judged.explanation.baseline;
  return {.build = judged.build,
          .verdicts = judged.verdicts,
          .history = judged.history,
          .health = analysis::health_score(analysis::indicators_of(judged.build)),
          .past = baseline ? &*baseline : nullptr,
          .invalidations = judged.explanation.invalidations};
}

std::vector<Error>
deliver(const BuildSession& session, const JudgedSession& judged, actions::WorkflowLog& log) {
  const report::BuildReport report = build_report(judged);
  std::vector<Error> errors;
  const auto keep = [&](const Result<void>& result) {
    if (!result) {
      errors.push_back(result.error());
    }
  };
  keep(write_outputs(session, judged, report));
  if (session.options.summary) {
    keep(write_job_summary(report, session.ports.environment));
  }
  tell_news(session, judged.build, log);
  auto& environment = session.ports.environment;
  if (session.options.format == Format::json) {
    const int indent = session.options.json_line ? -1 : json_indent;
    environment.out(codec::to_json(judged.build, judged.verdicts, indent) + "\n");
  } else if (session.arguments.quiet) {
    environment.out(judged.image_id.empty() ? "" : judged.image_id + "\n");
  } else {
    show_text(session, report, log);
  }
  for (const auto& annotation : report::annotations(report)) {
    log.annotate(annotation);
  }
  log.close();
  return errors;
}

} // namespace tidegate::commands
