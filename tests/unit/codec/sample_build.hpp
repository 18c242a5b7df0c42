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
  return step;
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
  build.context_sent_bytes = 9007199254740993U; // beyond what a double holds
  build.image = {"ghcr.io/o/app:1", "sha256:bb", 94'700'000U};
  build.error = model::BuildError{
      "step_failed", "did not complete", 12, "Dockerfile", "  12 | >>> RUN false"};
  build.warnings = {"UndefinedVar: $X (line 9)"};
  build.notices = {"3 lines of the stream could not be read"};
  build.builder = {"docker-container", "v0.21.0", "v0.19.0"};
  build.build_ref = "default/default/abc";
  build.runner = {"Linux", "X64", "AMD EPYC 7763", 4, 16'000'000'000U, "ubuntu24-20261110.1", true};
  build.run = {
      "o/app", "123", "2", "ci", "image", "0123abc", "refs/heads/main", "push", "someone", "45"};
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

} // namespace tidegate::codec
