// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

ordered_json lines_object(const std::optional<model::SourceLines>& lines) {
  if (!lines) {
    return {};
  }
  return {{"file", lines->file}, {"first", lines->first}, {"last", lines->last}};
}

ordered_json timing_object(const std::optional<model::StepTiming>& timing) {
  if (!timing) {
    return {};
  }
  return {{"waited_seconds", timing->waited.count()},
          {"own_seconds", timing->own.count()},
          {"critical_seconds", timing->critical.count()}};
}

ordered_json resources_object(const std::optional<model::StepResources>& resources) {
  if (!resources) {
    return {};
  }
  ordered_json object;
  object["cpu_seconds"] = seconds_or_null(resources->cpu);
  object["memory_peak_bytes"] = value_or_null(resources->memory_peak_bytes);
  object["read_bytes"] = value_or_null(resources->read_bytes);
  object["written_bytes"] = value_or_null(resources->written_bytes);
  object["received_bytes"] = value_or_null(resources->received_bytes);
  object["transmitted_bytes"] = value_or_null(resources->transmitted_bytes);
  object["cpu_pressure_seconds"] = seconds_or_null(resources->cpu_pressure);
  object["memory_pressure_seconds"] = seconds_or_null(resources->memory_pressure);
  object["io_pressure_seconds"] = seconds_or_null(resources->io_pressure);
  object["bound_by"] = text_or_null(resources->bound_by);
  return object;
}

std::optional<model::SourceLines> read_lines(const JsonReader& step) {
  std::optional<model::SourceLines> lines;
  step.object("lines", [&lines](const JsonReader& reader) {
    lines.emplace();
    lines->file = reader.text("file");
    lines->first = reader.integer("first").value_or(0);
    lines->last = reader.integer("last").value_or(0);
  });
  return lines;
}

std::optional<model::StepTiming> read_timing(const JsonReader& step) {
  std::optional<model::StepTiming> timing;
  step.object("timing", [&timing](const JsonReader& reader) {
    timing.emplace();
    timing->waited = reader.seconds("waited_seconds");
    timing->own = reader.seconds("own_seconds");
    timing->critical = reader.seconds("critical_seconds");
  });
  return timing;
}

std::optional<model::StepResources> read_resources(const JsonReader& step) {
  std::optional<model::StepResources> resources;
  step.object("resources", [&resources](const JsonReader& reader) {
    resources.emplace();
    resources->cpu = read_seconds(reader, "cpu_seconds");
    resources->memory_peak_bytes = reader.size("memory_peak_bytes");
    resources->read_bytes = reader.size("read_bytes");
    resources->written_bytes = reader.size("written_bytes");
    resources->received_bytes = reader.size("received_bytes");
    resources->transmitted_bytes = reader.size("transmitted_bytes");
    resources->cpu_pressure = read_seconds(reader, "cpu_pressure_seconds");
    resources->memory_pressure = read_seconds(reader, "memory_pressure_seconds");
    resources->io_pressure = read_seconds(reader, "io_pressure_seconds");
    resources->bound_by = reader.text("bound_by");
  });
  return resources;
}

} // namespace

ordered_json step_object(const model::Step& step) {
  ordered_json object;
  object["name"] = step.name;
  object["stage"] = text_or_null(step.stage);
  object["index"] = step.index == 0 ? ordered_json() : ordered_json(step.index);
  object["total"] = step.total == 0 ? ordered_json() : ordered_json(step.total);
  object["instruction"] = text_or_null(step.instruction);
  object["platform"] = text_or_null(step.platform);
  object["emulated"] = step.emulated;
  object["lines"] = lines_object(step.lines);
  object["digest"] = text_or_null(step.digest);
  object["base_digest"] = text_or_null(step.base_digest);
  object["inputs"] = step.inputs;
  object["reached"] = step.reached;
  object["cached"] = step.cached;
  object["started"] = time_or_null(step.started);
  object["completed"] = time_or_null(step.completed);
  object["duration_seconds"] = seconds_or_null(step.duration);
  object["timing"] = timing_object(step.timing);
  object["resources"] = resources_object(step.resources);
  object["error"] = text_or_null(step.error);
  return object;
}

ordered_json stage_object(const model::Stage& stage) {
  ordered_json object;
  object["name"] = stage.name;
  object["platform"] = text_or_null(stage.platform);
  object["final"] = stage.final;
  object["wall_seconds"] = seconds_or_null(stage.wall);
  object["own_seconds"] = seconds_or_null(stage.own);
  object["cacheable_steps"] = stage.cacheable_steps;
  object["cached_steps"] = stage.cached_steps;
  object["size_bytes"] = value_or_null(stage.size_bytes);
  return object;
}

ordered_json platform_object(const model::PlatformTime& platform) {
  return {{"platform", platform.platform},
          {"wall_seconds", seconds_or_null(platform.wall)},
          {"own_seconds", seconds_or_null(platform.own)},
          {"emulated", platform.emulated}};
}

model::Step read_step(const JsonReader& reader) {
  reader.require("name");
  model::Step step;
  step.name = reader.text("name");
  step.stage = reader.text("stage");
  step.index = reader.integer("index").value_or(0);
  step.total = reader.integer("total").value_or(0);
  step.instruction = reader.text("instruction");
  step.platform = reader.text("platform");
  step.emulated = reader.flag("emulated");
  step.lines = read_lines(reader);
  step.digest = reader.text("digest");
  step.base_digest = reader.text("base_digest");
  step.inputs = reader.integers("inputs");
  step.cached = reader.flag("cached");
  step.started = reader.time("started");
  step.completed = reader.time("completed");
  step.reached = reader.flag("reached") || step.cached || step.started.has_value();
  step.duration = read_seconds(reader, "duration_seconds");
  step.timing = read_timing(reader);
  step.resources = read_resources(reader);
  step.error = reader.text("error");
  return step;
}

model::Stage read_stage(const JsonReader& reader) {
  model::Stage stage;
  stage.name = reader.text("name");
  stage.platform = reader.text("platform");
  stage.final = reader.flag("final");
  stage.wall = read_seconds(reader, "wall_seconds");
  stage.own = read_seconds(reader, "own_seconds");
  stage.cacheable_steps = reader.integer("cacheable_steps").value_or(0);
  stage.cached_steps = reader.integer("cached_steps").value_or(0);
  stage.size_bytes = reader.size("size_bytes");
  return stage;
}

model::PlatformTime read_platform(const JsonReader& reader) {
  model::PlatformTime platform;
  platform.platform = reader.text("platform");
  platform.wall = read_seconds(reader, "wall_seconds");
  platform.own = read_seconds(reader, "own_seconds");
  platform.emulated = reader.flag("emulated");
  return platform;
}

} // namespace tidegate::codec
