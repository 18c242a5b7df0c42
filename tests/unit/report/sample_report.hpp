// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/summary.hpp"
#include "support/rich_build.hpp"
#include "unit/report/messages.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tidegate::test {

// Owns what a BuildReport only refers to.
struct SampleReport {
  model::Build build;
  std::vector<model::Verdict> verdicts;
  model::History history;
  std::optional<analysis::Health> health;
  std::optional<model::Build> past;
  std::vector<analysis::Invalidation> invalidations;

  [[nodiscard]] report::BuildReport view() const {
    return {build, verdicts, history, health, past ? &*past : nullptr, invalidations};
  }
};

inline model::Step sample_step(const std::string& name, double seconds, bool cached = false) {
  model::Step step;
  step.name = name;
  step.cached = cached;
  step.started = at(0);
  step.completed = at(seconds);
  step.reached = true;
  step.duration = Seconds(seconds);
  return step;
}

inline model::Verdict sample_verdict(model::Status status) {
  return {.metric = "build-time",
          .rule = "sigma",
          .status = status,
          .measured = 12.345,
          .limit = 14.0,
          .unit = model::Unit::seconds,
          .samples = 20,
          .samples_wanted = 5,
          .reason = "built in 12.3s, at most 14.0s is usual"};
}

// A successful build with everything measured and 20 samples.
inline SampleReport sample_report() {
  SampleReport sample;
  model::Build& build = sample.build;
  build.id = "01JD5W0000000000000000000A";
  build.outcome = model::Outcome::success;
  build.duration = Seconds(12.345);
  build.request.context = ".";
  build.phases = {.load_context = Seconds(0.2),
                  .resolve = Seconds(0.4),
                  .cache_import = Seconds(0),
                  .execute = Seconds(10.1),
                  .export_image = Seconds(1.4),
                  .cache_export = Seconds(0),
                  .other = Seconds(0.245)};
  build.steps = {sample_step("[internal] load build context", 0.2),
                 sample_step("[build 1/4] FROM debian", 0, true),
                 sample_step("[build 2/4] RUN apt-get install | tee `log`", 8.1),
                 sample_step("[build 3/4] COPY . .", 0.05, true),
                 sample_step("[build 4/4] RUN make", 2.0),
                 sample_step("exporting to image", 1.4),
                 sample_step("[stage-1 2/2] COPY --from=build /app /app", 0.1)};
  build.cache = {.state = model::CacheState::partial,
                 .cacheable_steps = 4,
                 .cached_steps = 1,
                 .hit_ratio = 0.25,
                 .backend = "gha",
                 .imported = true,
                 .exported = false,
                 .problems = {"export left out: the token may only read"}};
  build.context.sent_bytes = 1234;
  build.image = {.ref = "ghcr.io/o/app:1.2", .digest = "sha256:0123abcd", .size_bytes = 95'900'000};
  build.builder = {.driver = "docker-container", .buildx = "0.29.1", .buildkit = "0.25.1"};
  build.runner = {.os = "Linux",
                  .arch = "X64",
                  .cpu_model = "AMD EPYC 7763",
                  .cpus = 4,
                  .memory_bytes = 16'800'000'000,
                  .image = "ubuntu24-20261110.1",
                  .hosted = true};
  build.notices = {"1 line of BuildKit could not be read"};
  sample.verdicts = {sample_verdict(model::Status::pass)};
  for (int i = 0; i < 25; ++i) {
    model::Sample one;
    one.build_time = Seconds(11.5 + (0.1 * (i % 7)));
    one.image_bytes = 94'700'000;
    sample.history.samples.push_back(one);
  }
  sample.health = analysis::Health{.score = 87.5, .dimensions = {"performance"}};
  return sample;
}

inline SampleReport failed_report() {
  SampleReport sample = sample_report();
  sample.build.outcome = model::Outcome::failure;
  sample.build.error = model::BuildError{.kind = "step_failed",
                                         .message = "process \"/bin/sh -c make\" did not complete",
                                         .line = 7,
                                         .file = "Dockerfile",
                                         .excerpt = "   6 |     COPY . .\n   7 | >>> RUN make\n"};
  sample.build.steps[4].error = "exit code: 2";
  sample.build.request.tags = {"ghcr.io/o/app:1.2"};
  sample.build.image = {};
  sample.verdicts.clear();
  sample.health.reset();
  return sample;
}

// Everything that a record can hold.
inline SampleReport rich_report() {
  SampleReport sample = sample_report();
  sample.build = rich_build();
  sample.past = rich_past();
  sample.invalidations = {{.instruction = "COPY . .",
                           .stage = "build",
                           .platform = "",
                           .times = 17,
                           .builds = 20,
                           .cause = model::MissCause::files_changed,
                           .mean_cost = Seconds(17.4)}};
  sample.health.reset();
  sample.verdicts[0].measured = 59.4;
  sample.verdicts[0].limit = 75;
  sample.verdicts[0].reason = "built in 59.4s, at most 1m 15s is usual";
  for (model::Sample& one : sample.history.samples) {
    one.build_time *= 5;
  }
  return sample;
}

// Text that tries to get out of every place.
inline std::string hostile_text() {
  return "</code></details><script>x</script>|`````\n# head\n@admin [l](https://evil) ``` | "
         "\x1b[2J "
         "<!-- ::error::x ##[error]y $x$ \xff";
}

inline SampleReport hostile_report(const std::string& bad = hostile_text()) {
  SampleReport sample = failed_report();
  model::Build& build = sample.build;
  build.image = {.ref = bad, .digest = bad, .size_bytes = 1};
  build.steps = {sample_step(bad, 3), sample_step("b" + bad, 2, true)};
  build.cache.backend = bad;
  build.cache.problems = {bad};
  build.warnings = {bad};
  build.notices = {bad};
  build.builder = {.driver = bad, .buildx = bad, .buildkit = bad};
  build.runner.cpu_model = bad;
  build.error = model::BuildError{
      .kind = bad, .message = bad, .line = 1, .file = bad, .excerpt = bad + "\n```\n" + bad};
  build.stages = {{.name = bad, .platform = bad, .size_bytes = 2, .final = true},
                  {.name = bad + "2", .platform = bad, .size_bytes = 4}};
  build.platforms = {{.platform = bad, .own = Seconds(1)},
                     {.platform = bad + "2", .own = Seconds(2), .emulated = true}};
  build.misses = {{.step = 0, .because = bad, .evidence = {bad, bad}, .followers = {1, 99}}};
  build.baseline = model::Baseline{.id = bad, .sha = bad, .ref = bad};
  for (model::Step& step : build.steps) {
    step.stage = bad;
    step.instruction = bad;
    step.lines = model::SourceLines{.file = bad, .first = 3, .last = 3};
    step.resources = model::StepResources{.cpu = Seconds(1), .bound_by = bad};
  }
  build.cache.troubles = {{.kind = bad, .half = bad, .text = bad, .remedy = bad, .count = 3}};
  build.rebuilt =
      model::BrokenAttempt{.without = bad, .kind = bad, .duration = Seconds(1), .message = bad};
  sample.invalidations = {{.instruction = bad,
                           .stage = bad,
                           .platform = bad,
                           .times = 1,
                           .builds = 1,
                           .cause = model::MissCause::unknown,
                           .mean_cost = Seconds(1)}};
  build.cache.account = rich_account();
  build.cache.account->scopes[0].name = bad;
  build.cache.account->advice[0].text = bad;
  build.image.layers = {rich_layer("a", 1, 0), rich_layer("b", 1, 77)};
  build.image.layers[1].created_by = bad;
  build.image.contents = model::ImageContents{
      .wasted_bytes = 1, .wasted = {{.path = bad, .copies = 2, .bytes = 1}}, .dive = {}};
  build.context.largest = {{.path = bad, .bytes = 1}};
  sample.verdicts = {sample_verdict(model::Status::fail)};
  sample.verdicts[0].metric = bad;
  sample.verdicts[0].rule = bad;
  sample.verdicts[0].reason = bad;
  sample.history.problem = bad;
  sample.history.available = false;
  sample.health = analysis::Health{.score = 1, .dimensions = {bad}};
  return sample;
}

} // namespace tidegate::test
