// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::codec {
namespace {

constexpr int newest_schema = 1;

model::BuildRequest read_request(const JsonReader& record) {
  model::BuildRequest request;
  record.object("request", [&request](const JsonReader& reader) {
    request.context = reader.text("context");
    request.dockerfile = reader.text("dockerfile");
    request.target = reader.text("target");
    request.platform = reader.text("platform");
    request.tags = reader.texts("tags");
    request.build_arg_names = reader.texts("build_args");
  });
  return request;
}

model::Phases read_phases(const JsonReader& record) {
  model::Phases phases;
  record.object("phases", [&phases](const JsonReader& reader) {
    phases.load_context = reader.seconds("load_context");
    phases.resolve = reader.seconds("resolve");
    phases.cache_import = reader.seconds("cache_import");
    phases.execute = reader.seconds("execute");
    phases.export_image = reader.seconds("export_image");
    phases.cache_export = reader.seconds("cache_export");
    phases.other = reader.seconds("other");
  });
  return phases;
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
  step.digest = reader.text("digest");
  step.cached = reader.flag("cached");
  step.started = reader.time("started");
  step.completed = reader.time("completed");
  step.duration = reader.seconds("duration_seconds");
  step.error = reader.text("error");
  return step;
}

model::Cache read_cache(const JsonReader& record) {
  model::Cache cache;
  record.object("cache", [&cache](const JsonReader& reader) {
    cache.state = reader.word("state", model::parse_cache_state);
    cache.cacheable_steps = reader.integer("cacheable_steps").value_or(0);
    cache.cached_steps = reader.integer("cached_steps").value_or(0);
    cache.hit_ratio = reader.number("hit_ratio");
    cache.backend = reader.text("backend");
    cache.imported = reader.flag("imported");
    cache.exported = reader.flag("exported");
    cache.problems = reader.texts("problems");
  });
  return cache;
}

model::Image read_image(const JsonReader& record) {
  model::Image image;
  record.object("image", [&image](const JsonReader& reader) {
    image.ref = reader.text("ref");
    image.digest = reader.text("digest");
    image.size_bytes = reader.size("size_bytes");
  });
  return image;
}

std::optional<model::BuildError> read_error(const JsonReader& record) {
  std::optional<model::BuildError> error;
  record.object("error", [&error](const JsonReader& reader) {
    error.emplace();
    error->kind = reader.text("class");
    error->message = reader.text("message");
    error->line = reader.integer("line");
    error->file = reader.text("file");
    error->excerpt = reader.text("excerpt");
  });
  return error;
}

model::Builder read_builder(const JsonReader& record) {
  model::Builder builder;
  record.object("builder", [&builder](const JsonReader& reader) {
    builder.driver = reader.text("driver");
    builder.buildx = reader.text("buildx");
    builder.buildkit = reader.text("buildkit");
  });
  return builder;
}

model::Verdict read_verdict(const JsonReader& reader) {
  for (const char* const key : {"metric", "rule", "status", "unit"}) {
    reader.require(key);
  }
  model::Verdict verdict;
  verdict.metric = reader.text("metric");
  verdict.rule = reader.text("rule");
  verdict.status = reader.word("status", model::parse_status).value_or(model::Status::inconclusive);
  verdict.measured = reader.number("measured");
  verdict.limit = reader.number("limit");
  verdict.unit = reader.word("unit", model::parse_unit).value_or(model::Unit::seconds);
  verdict.samples = reader.integer("samples").value_or(0);
  verdict.samples_wanted = reader.integer("samples_wanted").value_or(0);
  verdict.reason = reader.text("reason");
  return verdict;
}

} // namespace

JudgedBuild read_build(const JsonReader& record) {
  for (const char* const key : {"schema", "id", "started", "outcome", "duration_seconds"}) {
    record.require(key);
  }
  if (record.integer("schema").value_or(newest_schema) > newest_schema) {
    record.complain("schema", "is newer than this tidegate knows (1)");
  }
  JudgedBuild judged;
  model::Build& build = judged.build;
  build.id = record.text("id");
  build.started = record.time("started").value_or(Time{});
  build.outcome = record.word("outcome", model::parse_outcome).value_or(model::Outcome::failure);
  build.exit_status = record.integer("exit_status").value_or(0);
  build.duration = record.seconds("duration_seconds");
  build.request = read_request(record);
  build.phases = read_phases(record);
  record.each("steps", [&](const JsonReader& step) { build.steps.push_back(read_step(step)); });
  build.cache = read_cache(record);
  record.object("context", [&](const JsonReader& context) {
    build.context_sent_bytes = context.size("sent_bytes");
  });
  build.image = read_image(record);
  build.error = read_error(record);
  build.warnings = record.texts("warnings");
  build.notices = record.texts("notices");
  build.builder = read_builder(record);
  build.build_ref = record.text("build_ref");
  build.runner = read_runner(record);
  build.run = read_run(record);
  record.each("verdicts",
              [&](const JsonReader& verdict) { judged.verdicts.push_back(read_verdict(verdict)); });
  return judged;
}

Result<JudgedBuild> parse_build(std::string_view json) {
  const auto object = parse_object(json);
  if (!object) {
    return tl::unexpected(Error(object.error()).in("build record"));
  }
  std::string problem;
  JudgedBuild judged = read_build(JsonReader(*object, "", problem));
  if (!problem.empty()) {
    return failed(Error::Kind::usage, "build record: " + problem);
  }
  return judged;
}

} // namespace tidegate::codec
