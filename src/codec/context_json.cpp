// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

ordered_json largest_object(const model::ContextEntry& entry) {
  return {{"path", entry.path}, {"bytes", entry.bytes}};
}

ordered_json input_object(const model::InputEntry& entry) {
  return {{"path", entry.path}, {"digest", entry.digest}};
}

ordered_json copy_object(const model::CopyInput& copy) {
  ordered_json object;
  object["stage"] = text_or_null(copy.stage);
  object["index"] = copy.index;
  object["digest"] = text_or_null(copy.digest);
  object["entries"] = list_of(copy.entries, input_object);
  return object;
}

ordered_json argument_object(const model::ArgumentMark& argument) {
  return {{"name", argument.name}, {"mark", argument.mark}};
}

ordered_json setting_object(const model::SettingMark& setting) {
  ordered_json object;
  object["stage"] = text_or_null(setting.stage);
  object["next"] = setting.next;
  object["name"] = setting.name;
  object["mark"] = setting.mark;
  return object;
}

model::ContextEntry read_largest(const JsonReader& reader) {
  return {reader.text("path"), reader.size("bytes").value_or(0)};
}

model::InputEntry read_input(const JsonReader& reader) {
  return {reader.text("path"), reader.text("digest")};
}

model::CopyInput read_copy(const JsonReader& reader) {
  model::CopyInput copy;
  copy.stage = reader.text("stage");
  copy.index = reader.integer("index").value_or(0);
  copy.digest = reader.text("digest");
  copy.entries = read_list(reader, "entries", read_input);
  return copy;
}

model::ArgumentMark read_argument(const JsonReader& reader) {
  return {reader.text("name"), reader.text("mark")};
}

model::SettingMark read_setting(const JsonReader& reader) {
  return {reader.text("stage"),
          reader.integer("next").value_or(0),
          reader.text("name"),
          reader.text("mark")};
}

} // namespace

ordered_json context_object(const model::BuildContext& context) {
  ordered_json object;
  object["sent_bytes"] = value_or_null(context.sent_bytes);
  object["bytes"] = value_or_null(context.bytes);
  object["files"] = value_or_null(context.files);
  object["ignored_bytes"] = value_or_null(context.ignored_bytes);
  object["ignored_files"] = value_or_null(context.ignored_files);
  object["largest"] = list_of(context.largest, largest_object);
  return object;
}

ordered_json inputs_object(const model::BuildInputs& inputs) {
  ordered_json object;
  object["copies"] = list_of(inputs.copies, copy_object);
  object["arguments"] = list_of(inputs.arguments, argument_object);
  object["settings"] = list_of(inputs.settings, setting_object);
  object["no_cache"] = inputs.no_cache;
  object["no_cache_stages"] = inputs.no_cache_stages;
  return object;
}

model::BuildContext read_context(const JsonReader& record) {
  model::BuildContext context;
  record.object("context", [&context](const JsonReader& reader) {
    context.sent_bytes = reader.size("sent_bytes");
    context.bytes = reader.size("bytes");
    context.files = reader.size("files");
    context.ignored_bytes = reader.size("ignored_bytes");
    context.ignored_files = reader.size("ignored_files");
    context.largest = read_list(reader, "largest", read_largest);
  });
  return context;
}

model::BuildInputs read_inputs(const JsonReader& record) {
  model::BuildInputs inputs;
  record.object("inputs", [&inputs](const JsonReader& reader) {
    inputs.copies = read_list(reader, "copies", read_copy);
    inputs.arguments = read_list(reader, "arguments", read_argument);
    inputs.settings = read_list(reader, "settings", read_setting);
    inputs.no_cache = reader.flag("no_cache");
    inputs.no_cache_stages = reader.texts("no_cache_stages");
  });
  return inputs;
}

} // namespace tidegate::codec
