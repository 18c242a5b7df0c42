// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::test {

inline Time rich_time(double seconds) {
  return Time(std::chrono::seconds(1'795'220'325))
         + std::chrono::duration_cast<Time::duration>(Seconds(seconds));
}

struct RichStep {
  std::string stage{};
  int index{0};
  int total{0};
  std::string instruction{};
  int line{0};
  double from{0};
  double to{0};
  double critical{0};
  bool cached{false};
};

inline model::Step rich_step(const RichStep& shape) {
  model::Step step;
  step.stage = shape.stage;
  step.index = shape.index;
  step.total = shape.total;
  step.instruction = shape.instruction;
  step.name = shape.stage.empty() ? shape.instruction
                                  : "[" + shape.stage + " " + std::to_string(shape.index) + "/"
                                        + std::to_string(shape.total) + "] " + shape.instruction;
  step.instruction = shape.stage.empty() ? "" : shape.instruction;
  step.cached = shape.cached;
  step.reached = true;
  step.started = rich_time(shape.from);
  step.completed = rich_time(shape.to);
  step.duration = Seconds(shape.to - shape.from);
  if (shape.line > 0) {
    step.lines = model::SourceLines{.file = "Dockerfile", .first = shape.line, .last = shape.line};
  }
  step.timing = model::StepTiming{.waited = Seconds(0),
                                  .own = Seconds(shape.to - shape.from),
                                  .critical = Seconds(shape.critical)};
  return step;
}

inline std::vector<model::Step> rich_steps() {
  std::vector<model::Step> steps{
      rich_step({.instruction = "[internal] load build definition from Dockerfile",
                 .to = 0.1,
                 .critical = 0.1}),
      rich_step({.instruction = "[internal] load build context",
                 .from = 0.4,
                 .to = 0.6,
                 .critical = 0.2}),
      rich_step({"deps", 1, 4, "FROM node:22", 1, 0.6, 0.6, 0, true}),
      rich_step({"deps", 2, 4, "WORKDIR /app", 2, 0.6, 0.6, 0, true}),
      rich_step({"deps", 3, 4, "COPY package.json package-lock.json ./", 3, 0.6, 0.7, 0.1}),
      rich_step({"lint", 2, 2, "RUN pip install ruff && ruff check", 9, 0.6, 12.6}),
      rich_step({"deps", 4, 4, "RUN npm ci", 4, 0.7, 31.7, 31.0}),
      rich_step({"build", 2, 3, "COPY . .", 12, 31.7, 31.9, 0.2}),
      rich_step({"build", 3, 3, "RUN npm run build", 13, 31.9, 48.8, 16.9}),
      rich_step({"runtime", 2, 2, "COPY --from=build /app/dist /srv", 17, 48.8, 48.9, 0.1}),
      rich_step({.instruction = "exporting to image", .from = 48.9, .to = 51.0, .critical = 2.1}),
      rich_step({.instruction = "exporting cache to GitHub Actions Cache",
                 .from = 51.0,
                 .to = 58.4,
                 .critical = 7.4})};
  steps[6].resources = model::StepResources{.cpu = Seconds(12.5),
                                            .memory_peak_bytes = 640'000'000,
                                            .read_bytes = std::nullopt,
                                            .written_bytes = std::nullopt,
                                            .received_bytes = 91'000'000,
                                            .transmitted_bytes = std::nullopt,
                                            .cpu_pressure = std::nullopt,
                                            .memory_pressure = std::nullopt,
                                            .io_pressure = std::nullopt,
                                            .bound_by = "network"};
  return steps;
}

inline model::CacheAccount rich_account() {
  model::CacheAccount account;
  account.saved = Seconds(6.0);
  account.known_steps = 2;
  account.import_time = Seconds(0.3);
  account.export_time = Seconds(7.4);
  account.exported_bytes = 310'000'000;
  account.scopes = {{.name = "main", .entries = 42, .bytes = 1'900'000'000},
                    {.name = "pr-17", .entries = 12, .bytes = 610'000'000}};
  account.repository_bytes = 6'200'000'000;
  account.repository_limit_bytes = 10'000'000'000;
  account.advice = {{.kind = "mode-min", .text = "export with mode=min", .gain = Seconds(5.1)}};
  return account;
}

inline model::Layer
rich_layer(const std::string& id, std::uint64_t bytes, std::optional<int> step) {
  model::Layer layer;
  layer.diff_id = "sha256:" + id;
  layer.compressed_bytes = bytes / 2;
  layer.unpacked_bytes = bytes;
  layer.step = step;
  layer.base = !step.has_value();
  layer.created_by = step ? "COPY /app/dist /srv # buildkit" : "";
  return layer;
}

// A changed lock file in a build of four stages: everything that a record can hold is there.
inline model::Build rich_build() {
  model::Build build;
  build.id = "01KBJ7RS80000000000000000B";
  build.started = rich_time(-0.5);
  build.outcome = model::Outcome::success;
  build.exit_status = 0;
  build.duration = Seconds(59.4);
  build.request.context = ".";
  build.request.tags = {"ghcr.io/o/app:1.3"};
  build.phases = model::Phases{.load_context = Seconds(0.3),
                               .resolve = Seconds(0.2),
                               .cache_import = Seconds(0.3),
                               .execute = Seconds(48.3),
                               .export_image = Seconds(2.1),
                               .cache_export = Seconds(7.4),
                               .other = Seconds(0.8)};
  build.steps = rich_steps();
  build.stages = {{.name = "deps",
                   .platform = "",
                   .wall = Seconds(31.1),
                   .own = Seconds(31.1),
                   .cacheable_steps = 3,
                   .cached_steps = 1,
                   .size_bytes = 1'250'000'000,
                   .final = false},
                  {.name = "lint",
                   .platform = "",
                   .wall = Seconds(12.0),
                   .own = Seconds(12.0),
                   .cacheable_steps = 1,
                   .cached_steps = 0,
                   .size_bytes = std::nullopt,
                   .final = false},
                  {.name = "build",
                   .platform = "",
                   .wall = Seconds(17.1),
                   .own = Seconds(17.1),
                   .cacheable_steps = 2,
                   .cached_steps = 0,
                   .size_bytes = 1'310'000'000,
                   .final = false},
                  {.name = "runtime",
                   .platform = "",
                   .wall = Seconds(0.1),
                   .own = Seconds(0.1),
                   .cacheable_steps = 1,
                   .cached_steps = 0,
                   .size_bytes = 96'000'000,
                   .final = true}};
  build.cache.state = model::CacheState::partial;
  build.cache.cacheable_steps = 7;
  build.cache.cached_steps = 1;
  build.cache.hit_ratio = 1.0 / 7;
  build.cache.backend = "gha";
  build.cache.imported = true;
  build.cache.exported = true;
  build.cache.account = rich_account();
  build.baseline = model::Baseline{.id = "01KBJ0000000000000000000AA",
                                   .started = rich_time(-86'400),
                                   .sha = "0123abcdef",
                                   .ref = "refs/heads/main"};
  build.misses = {{.step = 4,
                   .cause = model::MissCause::files_changed,
                   .because = "package-lock.json changed",
                   .evidence = {"package-lock.json: 3f2a19c04b77 → 91bc00d1e2f3"},
                   .followers = {6, 7, 8, 9},
                   .cost = Seconds(48.3)},
                  {.step = 5,
                   .cause = model::MissCause::not_in_cache,
                   .because = "nothing changed, but the entry was not in the cache",
                   .evidence = {},
                   .followers = {},
                   .cost = Seconds(12.0)}};
  build.context.sent_bytes = 1'234'567;
  build.context.bytes = 34'000'000;
  build.context.files = 812;
  build.context.ignored_bytes = 210'000'000;
  build.context.ignored_files = 5210;
  build.context.largest = {{.path = "docs/video.mp4", .bytes = 21'000'000},
                           {.path = "package-lock.json", .bytes = 900'000}};
  build.image.ref = "ghcr.io/o/app:1.3";
  build.image.digest = "sha256:0123abcd";
  build.image.size_bytes = 96'000'000;
  build.image.compressed_bytes = 48'000'000;
  build.image.unpacked_bytes = 96'000'000;
  build.image.layers = {rich_layer("base1", 80'000'000, std::nullopt),
                        rich_layer("base2", 4'000'000, std::nullopt),
                        rich_layer("dist2", 12'000'000, 9)};
  build.image.contents = model::ImageContents{
      .wasted_bytes = 1'200'000,
      .wasted = {{.path = "/srv/app.js", .copies = 2, .bytes = 1'200'000}},
      .dive = {.efficiency = 0.9844, .size_bytes = 96'000'000, .wasted_bytes = 2'400'000}};
  build.warnings = {"UndefinedVar: Usage of undefined variable '$VERSION' (line 9)"};
  build.builder = {.driver = "docker-container", .buildx = "0.29.1", .buildkit = "v0.25.1"};
  build.runner.os = "Linux";
  build.runner.arch = "X64";
  build.runner.cpu_model = "AMD EPYC 7763";
  build.runner.cpus = 4;
  build.run.repository = "o/app";
  build.run.sha = "fedcba9876543210";
  build.run.ref = "refs/pull/17/merge";
  return build;
}

// The build that rich_build() is compared with: all of the steps came from the cache but one.
inline model::Build rich_past() {
  model::Build build = rich_build();
  build.id = "01KBJ0000000000000000000AA";
  build.started = rich_time(-86'400);
  build.duration = Seconds(20.2);
  build.phases->execute = Seconds(17.2);
  build.phases->cache_export = Seconds(0.2);
  build.phases->other = Seconds(0.2);
  for (const std::size_t cached : {4U, 5U, 6U}) {
    build.steps[cached].cached = true;
    build.steps[cached].duration = Seconds(0);
    build.steps[cached].timing->critical = Seconds(0);
  }
  build.misses = {{.step = 7,
                   .cause = model::MissCause::files_changed,
                   .because = "src/app.ts changed",
                   .evidence = {},
                   .followers = {8, 9},
                   .cost = Seconds(17.2)}};
  build.cache.cached_steps = 4;
  build.cache.hit_ratio = 4.0 / 7;
  build.cache.account->saved = Seconds(46.0);
  build.cache.account->export_time = Seconds(0.2);
  build.stages[0].own = Seconds(0);
  build.stages[0].cached_steps = 3;
  build.stages[1].own = Seconds(0);
  build.stages[1].cached_steps = 1;
  build.image.size_bytes = 94'800'000;
  build.image.layers[2] = rich_layer("dist1", 10'800'000, 9);
  build.run.sha = "0123abcdef";
  build.run.ref = "refs/heads/main";
  return build;
}

} // namespace tidegate::test
