// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"
#include "codec/build_parts.hpp"
#include "codec/json_parts.hpp"

#include <algorithm>
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

std::optional<model::Phases> read_phases(const JsonReader& record) {
  std::optional<model::Phases> measured;
  record.object("phases", [&measured](const JsonReader& reader) {
    model::Phases& phases = measured.emplace();
    phases.load_context = reader.seconds("load_context");
    phases.resolve = reader.seconds("resolve");
    phases.cache_import = reader.seconds("cache_import");
    phases.execute = reader.seconds("execute");
    phases.export_image = reader.seconds("export_image");
    phases.cache_export = reader.seconds("cache_export");
    phases.other = reader.seconds("other");
  });
  return measured;
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

// Whoever reads a record may index with what it says.
void check_positions(const model::Build& build, const JsonReader& record) {
  const auto bad = [count = build.steps.size()](int position) {
    return position < 0 || static_cast<std::size_t>(position) >= count;
  };
  const auto names_nothing = [&](const model::Miss& miss) {
    return bad(miss.step) || std::ranges::any_of(miss.followers, bad);
  };
  const auto needs_nothing = [&](const model::Step& step) {
    return std::ranges::any_of(step.inputs, bad);
  };
  const auto made_by_nothing = [&](const model::Layer& layer) {
    return layer.step && bad(*layer.step);
  };
  if (std::ranges::any_of(build.steps, needs_nothing)
      || std::ranges::any_of(build.misses, names_nothing)
      || std::ranges::any_of(build.image.layers, made_by_nothing)) {
    record.complain("steps", "has fewer entries than the record speaks of");
  }
}

} // namespace

JudgedBuild read_build(const JsonReader& record) {
  for (const char* const key : {"schema", "steps"}) {
    record.require(key);
  }
  if (record.integer("schema").value_or(newest_schema) > newest_schema) {
    record.complain("schema", "is newer than this tidegate knows (1)");
  }
  JudgedBuild judged;
  model::Build& build = judged.build;
  build.id = record.text("id");
  build.source = record.word("source", model::parse_source).value_or(model::Source::run);
  build.started = record.time("started");
  build.outcome = record.word("outcome", model::parse_outcome);
  build.exit_status = record.integer("exit_status");
  build.duration = read_seconds(record, "duration_seconds");
  build.request = read_request(record);
  build.phases = read_phases(record);
  build.steps = read_list(record, "steps", read_step);
  build.stages = read_list(record, "stages", read_stage);
  build.platforms = read_list(record, "platforms", read_platform);
  build.baseline = read_baseline(record);
  build.misses = read_list(record, "misses", read_miss);
  build.cache = read_cache(record);
  build.rebuilt = read_rebuilt(record);
  build.remeasured = read_list(record, "remeasured", read_remeasurement);
  build.context = read_context(record);
  build.inputs = read_inputs(record);
  build.image = read_image(record);
  build.error = read_error(record);
  build.warnings = record.texts("warnings");
  build.notices = record.texts("notices");
  build.builder = read_builder(record);
  check_positions(build, record);
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
