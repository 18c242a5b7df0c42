// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"

#include <chrono>
#include <utility>

namespace tidegate::test {

inline model::SpanFigures some_span(double p50, double p95, double total) {
  return {
      .count = 4, .left_out = 0, .p50 = Seconds(p50), .p95 = Seconds(p95), .total = Seconds(total)};
}

inline model::RunFigures some_figures() {
  model::RunFigures figures;
  figures.count = 6;
  figures.outcomes = {.passed = 3, .failed = 1, .cancelled = 1, .unfinished = 1};
  figures.success_rate = 0.75;
  figures.re_run = 1;
  figures.re_run_rate = 1.0 / 6;
  figures.flaky_jobs = 1;
  figures.duration = some_span(95, 250, 610);
  figures.queued = some_span(2, 6, 11);
  return figures;
}

inline model::StepFigures some_step(std::string name, double p50, double total) {
  return {.workflow = "CI",
          .job = "build (amd64)",
          .step = std::move(name),
          .phase = model::JobPhase::build,
          .time = some_span(p50, p50 + 9, total)};
}

// Windows of 24 h and 7 d with all kinds of figures; 30 d with no more than 7 d.
inline model::RunStatistics sample_run_statistics() {
  using namespace std::chrono;
  model::RunStatistics made;
  made.now = sys_days(year(2026) / 11 / 21) + hours(8);
  made.filter.branch = "main";

  model::WindowStatistics window;
  window.name = "24 h";
  window.from = made.now - hours(24);
  window.all = some_figures();
  window.groups = {{.workflow = {}, .name = "CI", .figures = some_figures()},
                   {.workflow = {}, .name = "", .figures = {}}};
  window.groups[1].figures.count = 1;
  window.groups[1].figures.outcomes.unfinished = 1;
  window.flaky_jobs = {{.workflow = "CI",
                        .job = "test",
                        .flaky_runs = 1,
                        .runs = 5,
                        .last_run = 77,
                        .last_sha = "0123456789abcdef0123456789abcdef01234567",
                        .last_created = made.now - hours(3)}};
  window.steps = 2;
  window.slowest_by_p50 = {some_step("Run make", 80, 330), some_step("Set up job", 2, 340)};
  window.slowest_by_total = {window.slowest_by_p50[1], window.slowest_by_p50[0]};
  window.phases = {.queued = some_span(2, 6, 11),
                   .set_up = some_span(3, 4, 13),
                   .build = some_span(80, 90, 330),
                   .tear_down = {}};
  window.phases.tear_down.left_out = 2;
  made.windows.push_back(window);

  window.name = "7 d";
  window.from = made.now - days(7);
  window.all.count = 90;
  window.all.outcomes.passed = 87;
  window.all.success_rate = 87.0 / 88;
  window.all.re_run_rate = 1.0 / 90;
  window.groups[0].figures = window.all;
  window.runs_without_jobs = 12;
  made.windows.push_back(window);
  window.name = "30 d";
  window.from = made.now - days(30);
  made.windows.push_back(window);
  return made;
}

} // namespace tidegate::test
