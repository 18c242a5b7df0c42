// SPDX-License-Identifier: Apache-2.0
#include "codec/diff_json.hpp"

#include "codec/build_parts.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

template<typename Value>
ordered_json plain_change(const model::Change<Value>& change) {
  return {{"before", value_or_null(change.before)}, {"after", value_or_null(change.after)}};
}

ordered_json change_object(const model::TimeChange& change) {
  return {{"before", seconds_or_null(change.before)},
          {"after", seconds_or_null(change.after)},
          {"change", seconds_or_null(model::difference(change))}};
}

ordered_json change_object(const model::BytesChange& change) {
  return {{"before", value_or_null(change.before)},
          {"after", value_or_null(change.after)},
          {"change", value_or_null(model::difference(change))}};
}

ordered_json side_object(const model::DiffSide& side) {
  ordered_json object;
  object["id"] = text_or_null(side.id);
  object["started"] = time_or_null(side.started);
  object["outcome"] = side.outcome ? ordered_json(model::to_text(*side.outcome)) : ordered_json();
  object["image"] = text_or_null(side.image);
  object["sha"] = text_or_null(side.sha);
  object["ref"] = text_or_null(side.ref);
  object["machine"] = text_or_null(side.machine);
  return object;
}

ordered_json phase_object(const model::PhaseDiff& phase) {
  return {{"name", phase.name}, {"seconds", change_object(phase.time)}};
}

ordered_json stage_object(const model::StageDiff& stage) {
  ordered_json object;
  object["name"] = stage.name;
  object["platform"] = text_or_null(stage.platform);
  object["wall_seconds"] = change_object(stage.wall);
  object["own_seconds"] = change_object(stage.own);
  object["cached_steps"] = plain_change(stage.cached_steps);
  object["cacheable_steps"] = plain_change(stage.cacheable_steps);
  object["size_bytes"] = change_object(stage.size_bytes);
  return object;
}

ordered_json step_object(const model::StepDiff& step) {
  ordered_json object;
  object["name"] = step.name;
  object["name_before"] = text_or_null(step.before);
  object["platform"] = text_or_null(step.platform);
  object["file"] = step.lines ? text_or_null(step.lines->file) : ordered_json();
  object["line"] = step.lines ? ordered_json(step.lines->first) : ordered_json();
  object["fate"] = model::to_text(step.fate);
  object["seconds"] = change_object(step.time);
  object["critical_seconds"] = change_object(step.critical);
  object["cached"] = plain_change(step.cached);
  return object;
}

ordered_json miss_side(const std::optional<model::MissDiff::Side>& side) {
  if (!side) {
    return {};
  }
  ordered_json object;
  object["step"] = side->step;
  object["cause"] = model::to_text(side->cause);
  object["because"] = side->because;
  object["followers"] = side->followers;
  object["cost_seconds"] = seconds_or_null(side->cost);
  return object;
}

ordered_json miss_object(const model::MissDiff& miss) {
  ordered_json object;
  object["stage"] = miss.stage;
  object["platform"] = text_or_null(miss.platform);
  object["before"] = miss_side(miss.before);
  object["after"] = miss_side(miss.after);
  return object;
}

ordered_json cache_object(const model::CacheDiff& cache) {
  const auto word = [](const std::optional<model::CacheState>& state) {
    return state ? ordered_json(model::to_text(*state)) : ordered_json();
  };
  ordered_json object;
  object["state"] = {{"before", word(cache.state.before)}, {"after", word(cache.state.after)}};
  object["hit_ratio"] = plain_change(cache.hit_ratio);
  object["cached_steps"] = plain_change(cache.cached_steps);
  object["cacheable_steps"] = plain_change(cache.cacheable_steps);
  object["saved_seconds"] = change_object(cache.saved);
  object["import_seconds"] = change_object(cache.import_time);
  object["export_seconds"] = change_object(cache.export_time);
  object["exported_bytes"] = change_object(cache.exported_bytes);
  return object;
}

ordered_json layer_object(const model::LayerDiff& layer) {
  ordered_json object;
  object["created_by"] = text_or_null(layer.created_by);
  object["step"] = text_or_null(layer.step);
  object["base"] = layer.base;
  object["fate"] = model::to_text(layer.fate);
  object["compressed_bytes"] = change_object(layer.compressed_bytes);
  object["unpacked_bytes"] = change_object(layer.unpacked_bytes);
  return object;
}

ordered_json image_object(const model::ImageDiff& image) {
  ordered_json object;
  object["size_bytes"] = change_object(image.size_bytes);
  object["compressed_bytes"] = change_object(image.compressed_bytes);
  object["unpacked_bytes"] = change_object(image.unpacked_bytes);
  object["wasted_bytes"] = change_object(image.wasted_bytes);
  object["layers"] = list_of(image.layers, layer_object);
  return object;
}

ordered_json context_object(const model::ContextDiff& context) {
  ordered_json object;
  object["sent_bytes"] = change_object(context.sent_bytes);
  object["bytes"] = change_object(context.bytes);
  object["ignored_bytes"] = change_object(context.ignored_bytes);
  return object;
}

} // namespace

std::string to_json(const model::BuildDiff& diff, int indent) {
  ordered_json object;
  object["schema"] = schema_version;
  object["before"] = side_object(diff.before);
  object["after"] = side_object(diff.after);
  object["remarks"] = diff.remarks;
  object["duration_seconds"] = change_object(diff.duration);
  object["phases"] = list_of(diff.phases, phase_object);
  object["stages"] = list_of(diff.stages, stage_object);
  object["steps"] = list_of(diff.steps, step_object);
  object["misses"] = list_of(diff.misses, miss_object);
  object["cache"] = cache_object(diff.cache);
  object["image"] = image_object(diff.image);
  object["context"] = context_object(diff.context);
  return dump(object, indent);
}

} // namespace tidegate::codec
