// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"

#include "codec/build_parts.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

ordered_json request_object(const model::BuildRequest& request) {
  ordered_json object;
  object["context"] = text_or_null(request.context);
  object["dockerfile"] = text_or_null(request.dockerfile);
  object["target"] = text_or_null(request.target);
  object["platform"] = text_or_null(request.platform);
  object["tags"] = request.tags;
  object["build_args"] = request.build_arg_names;
  return object;
}

ordered_json phases_object(const std::optional<model::Phases>& measured) {
  if (!measured) {
    return {};
  }
  const model::Phases& phases = *measured;
  ordered_json object;
  object["load_context"] = phases.load_context.count();
  object["resolve"] = phases.resolve.count();
  object["cache_import"] = phases.cache_import.count();
  object["execute"] = phases.execute.count();
  object["export_image"] = phases.export_image.count();
  object["cache_export"] = phases.cache_export.count();
  object["other"] = phases.other.count();
  return object;
}

ordered_json error_object(const std::optional<model::BuildError>& error) {
  if (!error) {
    return {};
  }
  ordered_json object;
  object["class"] = text_or_null(error->kind);
  object["message"] = error->message;
  object["line"] = value_or_null(error->line);
  object["file"] = text_or_null(error->file);
  object["excerpt"] = text_or_null(error->excerpt);
  return object;
}

ordered_json builder_object(const model::Builder& builder) {
  ordered_json object;
  object["driver"] = text_or_null(builder.driver);
  object["buildx"] = text_or_null(builder.buildx);
  object["buildkit"] = text_or_null(builder.buildkit);
  return object;
}

ordered_json verdict_list(const std::vector<model::Verdict>& verdicts) {
  ordered_json list = ordered_json::array();
  for (const model::Verdict& verdict : verdicts) {
    list.push_back(verdict_object(verdict));
  }
  return list;
}

} // namespace

ordered_json build_object(const model::Build& build, const std::vector<model::Verdict>& verdicts) {
  ordered_json object;
  object["schema"] = schema_version;
  object["id"] = text_or_null(build.id);
  object["source"] = model::to_text(build.source);
  object["started"] = time_or_null(build.started);
  object["outcome"] = build.outcome ? ordered_json(model::to_text(*build.outcome)) : ordered_json();
  object["exit_status"] = value_or_null(build.exit_status);
  object["duration_seconds"] = seconds_or_null(build.duration);
  // Without any judgement there is no verdict, not a good one.
  object["verdict"] =
      verdicts.empty() ? ordered_json() : ordered_json(model::to_text(model::gravest(verdicts)));
  object["verdicts"] = verdict_list(verdicts);
  object["request"] = request_object(build.request);
  object["phases"] = phases_object(build.phases);
  object["steps"] = list_of(build.steps, step_object);
  object["stages"] = list_of(build.stages, stage_object);
  object["platforms"] = list_of(build.platforms, platform_object);
  object["baseline"] = baseline_object(build.baseline);
  object["misses"] = list_of(build.misses, miss_object);
  object["cache"] = cache_object(build.cache);
  object["rebuilt"] = rebuilt_object(build.rebuilt);
  object["remeasured"] = list_of(build.remeasured, remeasurement_object);
  object["context"] = context_object(build.context);
  object["inputs"] = inputs_object(build.inputs);
  object["image"] = image_object(build.image);
  object["error"] = error_object(build.error);
  object["warnings"] = build.warnings;
  object["notices"] = build.notices;
  object["builder"] = builder_object(build.builder);
  object["build_ref"] = text_or_null(build.build_ref);
  object["repository"] = text_or_null(build.run.repository);
  object["runner"] = runner_object(build.runner);
  object["run"] = run_object(build.run);
  return object;
}

std::string
to_json(const model::Build& build, const std::vector<model::Verdict>& verdicts, int indent) {
  return dump(build_object(build, verdicts), indent);
}

std::string to_json(const std::vector<model::Verdict>& verdicts, int indent) {
  return dump(verdict_list(verdicts), indent);
}

} // namespace tidegate::codec
