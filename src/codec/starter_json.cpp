// SPDX-License-Identifier: Apache-2.0
#include "codec/starter_json.hpp"

#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

const char* word(model::StarterFile::State state) {
  using State = model::StarterFile::State;
  if (state == State::written) {
    return "written";
  }
  return state == State::exists ? "exists" : "missing";
}

} // namespace

std::string to_json(const model::Starter& starter, int indent) {
  ordered_json files = ordered_json::array();
  for (const auto& file : starter.files) {
    files.push_back(
        {{"path", file.path}, {"state", word(file.state)}, {"lacks", text_or_null(file.lacks)}});
  }
  ordered_json object;
  object["schema"] = schema_version;
  object["repository"] = starter.repository;
  object["dry_run"] = starter.dry_run;
  object["action"] = starter.action;
  object["placeholder"] = starter.placeholder;
  object["branch"] = starter.branch;
  object["placeholders"] = starter.placeholders;
  object["files"] = std::move(files);
  return dump(object, indent);
}

} // namespace tidegate::codec
