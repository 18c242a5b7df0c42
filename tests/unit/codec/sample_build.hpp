// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/verdict.hpp"

#include <chrono>
#include <vector>

namespace tidegate::codec {

inline Time sample_time(int milliseconds) {
  return Time(std::chrono::seconds(1795220325) + std::chrono::milliseconds(milliseconds));
}

inline model::Step sample_step() {
  model::Step step;
  step.reached = true;
  step.digest = "sha256:aa";
  step.name = "[build 3/5] COPY a.txt .";
  step.stage = "build";
  step.index = 3;
  step.total = 5;
  step.instruction = "COPY a.txt .";
  step.platform = "linux/arm64";
  step.cached = true;
  step.started = sample_time(1);
  step.completed = sample_time(2345);
  step.duration = Seconds(2.344);
  step.error = "exit code: 1";
  step.base_digest = "sha256:ba";
  step.inputs = {1};
  step.lines = model::SourceLines{"docker/Dockerfile", 7, 9};
  step.timing = model::StepTiming{Seconds(0.25), Seconds(1.25), Seconds(2.25)};
  step.resources = model::StepResources{
      Seconds(3.25), 11U, 12U, 13U, 14U, 15U, Seconds(4.25), Seconds(5.25), Seconds(6.25), "cpu"};
  step.emulated = true;
  return step;
}

inline model::CacheAccount sample_account() {
  return {Seconds(30.5),
          4,
          Seconds(0.5),
          Seconds(8.5),
          1234U,
          {{"main", 12, 3456U}},
          9'000'000U,
          10'000'000U,
          {{"no-export", "the export costs more than it saves", Seconds(7.5)}}};
}

inline void add_sample_explanation(model::Build& build) {
  build.stages = {{"build", "linux/arm64", Seconds(9.5), Seconds(8.25), 8, 3, 77U, true}};
  build.platforms = {{"linux/arm64", Seconds(9.5), Seconds(8.25), true}};
  build.baseline = model::Baseline{"01JD5Z3V8T0000000000000001", sample_time(5), "fedc", "main"};
  build.misses = {{0,
                   model::MissCause::files_changed,
                   "a.txt changed",
                   {"a.txt: 3f2a → 91bc"},
                   {1},
                   Seconds(2.344)}};
  build.context = {
      9007199254740993U, 21U, 22U, 23U, 24U, {{"big.bin", 19U}}}; // beyond what a double holds
  build.inputs = {{{"build", 3, "0a1b2c3d4e5f", {{"a.txt", "a1b2c3d4e5f6"}}}},
                  {{"VERSION", "1f2e"}},
                  {{"build", 4, "ENV NODE_ENV", "3f4e"}},
                  true,
                  {"test"}};
  build.image = {"ghcr.io/o/app:1",
                 "sha256:bb",
                 94'700'000U,
                 31U,
                 32U,
                 {{"sha256:cc", "sha256:dd", 33U, 34U, "COPY a.txt . # buildkit", 0, true}},
                 model::ImageContents{35U, {{"var/lib/dpkg/status", 2, 36U}}, {0.875, 37U, 38U}}};
}

// Every member is set to a value of its own, so that a forgotten or exchanged key shows.
inline model::Build sample_build() {
  model::Build build;
  build.id = "01JD5Z3V8T0000000000000000";
  build.started = sample_time(624);
  build.outcome = model::Outcome::failure;
  build.exit_status = 17;
  build.duration = Seconds(0.1 + 0.2); // has no short decimal form
  build.request = {"ctx",
                   "docker/Dockerfile",
                   "prod",
                   "linux/amd64,linux/arm64",
                   {"o/app:1", "o/app:2"},
                   {"A", "B"}};
  build.phases = {Seconds(1.5),
                  Seconds(2.5),
                  Seconds(3.5),
                  Seconds(4.5),
                  Seconds(5.5),
                  Seconds(6.5),
                  Seconds(7.5)};
  model::Step internal;
  internal.name = "[internal] load build definition from Dockerfile";
  build.steps = {sample_step(), internal};
  build.cache = {
      model::CacheState::partial, 8, 3, 0.375, "gha,registry", true, true, {"a problem"}};
  build.cache.account = sample_account();
  build.cache.troubles = {{.kind = "write-denied",
                           .half = "export",
                           .text = "refused",
                           .remedy = "ask for it",
                           .count = 2}};
  build.rebuilt = model::BrokenAttempt{
      .without = "export", .kind = "write-denied", .duration = Seconds{1.5}, .message = "denied"};
  build.remeasured = {
      {.duration = Seconds{2.5},
       .values = {{{model::MetricKind::step_time, "build: RUN make"}, "build from 3", 1.25},
                  {{model::MetricKind::image_size, ""}, "", 77}},
       .failure = {}},
      {.duration = Seconds{3.5}, .values = {}, .failure = "no time was left"}};
  add_sample_explanation(build);
  build.error = model::BuildError{
      "step_failed", "did not complete", 12, "Dockerfile", "  12 | >>> RUN false"};
  build.warnings = {"UndefinedVar: $X (line 9)"};
  build.notices = {"3 lines of the stream could not be read"};
  build.builder = {"docker-container", "v0.21.0", "v0.19.0"};
  build.build_ref = "default/default/abc";
  build.runner = {"Linux", "X64", "AMD EPYC 7763", 4, 16'000'000'000U, "ubuntu24-20261110.1", true};
  build.run = {"o/app",
               "123",
               "2",
               "ci",
               "image",
               "arm64",
               "0123abc",
               "refs/heads/main",
               "push",
               "someone",
               "45"};
  return build;
}

inline std::vector<model::Verdict> sample_verdicts() {
  return {{"build-time",
           "sigma",
           model::Status::learning,
           12.5,
           20.25,
           model::Unit::seconds,
           3,
           5,
           "3 of 5 samples"},
          {"image-size",
           "max-image-size",
           model::Status::warn,
           std::nullopt,
           250e6,
           model::Unit::bytes,
           0,
           0,
           "size unknown"}};
}

// Every field has a value of its own.
inline model::Verdict sample_prediction() {
  model::Verdict verdict;
  verdict.metric = "step-time build: RUN make";
  verdict.rule = "prediction";
  verdict.status = model::Status::warn;
  verdict.measured = 12.5;
  verdict.limit = 11.25;
  verdict.samples = 57;
  verdict.samples_wanted = 15;
  verdict.reason = "slower";
  verdict.situation = "build from 3";
  verdict.evidence = {.measured = 12.5,
                      .confirmed = 12.25,
                      .centre = 10,
                      .spread = .5,
                      .floor = .125,
                      .record = .0625,
                      .together = 2,
                      .effect = .25,
                      .sigma = .03125,
                      .mean = -.5,
                      .error = .75,
                      .standard_errors = 5.5,
                      .limit = 3.75,
                      .expected_low = 9.5,
                      .expected_high = 10.5,
                      .samples = 57,
                      .left_out = {.waiting = 4, .alerting = 3, .older = 2, .invalid = 1},
                      .odds = -5.75,
                      .crept = true,
                      .smallest_visible_step = .375};
  verdict.since = {.event_id = "01JD0",
                   .sha = "abc1234",
                   .at = util::parse_rfc3339("2026-11-20T10:00:00Z").value(),
                   .builds_ago = 4};
  verdict.measure_again = true;
  verdict.news = "creeping: +21 % over 90 builds";
  return verdict;
}

} // namespace tidegate::codec
