// SPDX-License-Identifier: Apache-2.0
#include "codec/run_statistics_json.hpp"

#include "codec/build_parts.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

ordered_json span_object(const model::SpanFigures& span) {
  return {{"count", span.count},
          {"left_out", span.left_out},
          {"p50", seconds_or_null(span.p50)},
          {"p95", seconds_or_null(span.p95)},
          {"total", seconds_or_null(span.total)}};
}

ordered_json figures_object(const model::RunFigures& figures) {
  const model::OutcomeCounts& outcomes = figures.outcomes;
  ordered_json object;
  object["count"] = figures.count;
  object["passed"] = outcomes.passed;
  object["failed"] = outcomes.failed;
  object["cancelled"] = outcomes.cancelled;
  object["skipped"] = outcomes.skipped;
  object["other"] = outcomes.other;
  object["unfinished"] = outcomes.unfinished;
  object["success_rate"] = value_or_null(figures.success_rate);
  object["re_run"] = figures.re_run;
  object["re_run_rate"] = value_or_null(figures.re_run_rate);
  object["flaky_jobs"] = figures.flaky_jobs;
  object["duration_seconds"] = span_object(figures.duration);
  object["queued_seconds"] = span_object(figures.queued);
  return object;
}

ordered_json group_object(const model::GroupFigures& group) {
  return {{"workflow", text_or_null(group.workflow)},
          {"name", text_or_null(group.name)},
          {"figures", figures_object(group.figures)}};
}

ordered_json flaky_object(const model::FlakyJob& job) {
  return {{"workflow", text_or_null(job.workflow)},
          {"job", text_or_null(job.job)},
          {"flaky_runs", job.flaky_runs},
          {"runs", job.runs},
          {"last_run", job.last_run},
          {"last_sha", text_or_null(job.last_sha)},
          {"last_created", util::to_rfc3339(job.last_created)}};
}

ordered_json step_object(const model::StepFigures& step) {
  return {{"workflow", text_or_null(step.workflow)},
          {"job", text_or_null(step.job)},
          {"step", text_or_null(step.step)},
          {"phase", model::to_text(step.phase)},
          {"seconds", span_object(step.time)}};
}

ordered_json phases_object(const model::PhaseFigures& phases) {
  return {{"queued", span_object(phases.queued)},
          {"set_up", span_object(phases.set_up)},
          {"build", span_object(phases.build)},
          {"tear_down", span_object(phases.tear_down)}};
}

ordered_json window_object(const model::WindowStatistics& window) {
  ordered_json object;
  object["name"] = window.name;
  object["from"] = util::to_rfc3339(window.from);
  object["runs"] = figures_object(window.all);
  object["runs_without_jobs"] = window.runs_without_jobs;
  object["groups"] = list_of(window.groups, &group_object);
  object["groups_left_out"] = window.groups_left_out;
  object["flaky_jobs"] = list_of(window.flaky_jobs, &flaky_object);
  object["flaky_jobs_left_out"] = window.flaky_jobs_left_out;
  object["phase_seconds"] = phases_object(window.phases);
  object["steps"] = window.steps;
  object["slowest_steps_by_p50"] = list_of(window.slowest_by_p50, &step_object);
  object["slowest_steps_by_total"] = list_of(window.slowest_by_total, &step_object);
  return object;
}

ordered_json filter_object(const model::RunFilterWords& filter) {
  return {{"repository", text_or_null(filter.repository)},
          {"workflow", text_or_null(filter.workflow)},
          {"branch", text_or_null(filter.branch)},
          {"event", text_or_null(filter.event)}};
}

ordered_json span_of_time_object(const model::TimeSpan& span) {
  return {{"first", util::to_rfc3339(span.first)},
          {"last", span.last ? ordered_json(util::to_rfc3339(*span.last)) : ordered_json()}};
}

} // namespace

std::string to_json(const model::RunStatistics& statistics, int indent) {
  ordered_json object;
  object["schema"] = schema_version;
  object["now"] = util::to_rfc3339(statistics.now);
  object["by"] = model::to_text(statistics.by);
  object["filter"] = filter_object(statistics.filter);
  object["windows"] = list_of(statistics.windows, &window_object);
  object["missing_spans"] = list_of(statistics.missing_spans, &span_of_time_object);
  return dump(object, indent);
}

model::Event run_statistics_event(const model::RunStatistics& statistics) {
  model::Event event;
  event.type = "ci_run_statistics";
  event.timestamp = statistics.now;
  event.metadata = to_json(statistics);
  return event;
}

} // namespace tidegate::codec
