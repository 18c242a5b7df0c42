// SPDX-License-Identifier: Apache-2.0
#include "codec/event_json.hpp"

#include "codec/json_members.hpp"
#include "codec/json_parts.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <string_view>

namespace tidegate::codec {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view docker_build = "docker_build";

// Metadata is ours, but an object is promised: what is none is kept as a text.
ordered_json metadata_object(const std::string& metadata) {
  ordered_json parsed = ordered_json::parse(metadata, nullptr, false);
  if (!parsed.is_object()) {
    return {{"text", metadata}};
  }
  return parsed;
}

struct Envelope {
  json object;
  std::string metadata; // as JSON; empty where there is none
};

// Metadata is most of an event. Where the scan finds it, it is kept as it is written, and only what
// is around it is parsed.
Result<Envelope> read_envelope(std::string_view line) {
  std::vector<JsonMember> members;
  const std::string_view metadata =
      scan_members(line, members) ? value_of(members, "metadata") : std::string_view{};
  if (metadata.starts_with('{')) {
    const auto begin = static_cast<std::size_t>(metadata.data() - line.data());
    std::string around(line.substr(0, begin));
    around.append("{}").append(line.substr(begin + metadata.size()));
    auto object = parse_object(around);
    if (!object) {
      return tl::unexpected(object.error());
    }
    return Envelope{.object = std::move(*object), .metadata = std::string(metadata)};
  }
  auto object = parse_object(line);
  if (!object) {
    return tl::unexpected(object.error());
  }
  const auto found = object->find("metadata");
  std::string text = found == object->end()
                         ? std::string{}
                         : found->dump(-1, ' ', false, json::error_handler_t::replace);
  return Envelope{.object = std::move(*object), .metadata = std::move(text)};
}

// Recursive: parse_object has limited the depth.
json redacted(const json& value, const util::Redactor& redactor) {
  if (value.is_object()) {
    json object = json::object();
    for (const auto& [key, member] : value.items()) {
      object[redactor.clean(key)] = redacted(member, redactor);
    }
    return object;
  }
  if (value.is_array()) {
    json array = json::array();
    for (const json& member : value) {
      array.push_back(redacted(member, redactor));
    }
    return array;
  }
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  const std::string clean = redactor.clean(text);
  return clean == text ? value : json(clean);
}

} // namespace

std::string to_json(const model::Event& event) {
  ordered_json object;
  object["event_type"] = event.type;
  object["timestamp"] = util::to_rfc3339(event.timestamp);
  object["id"] = event.id;
  object["schema"] = event.schema;
  object["repository"] = text_or_null(event.run.repository);
  object["run"] = run_object(event.run);
  object["runner"] = runner_object(event.runner);
  if (!event.container.empty()) {
    object["container"] = event.container;
  }
  if (!event.release_tag.empty()) {
    object["release_tag"] = event.release_tag;
  }
  object["metadata"] = metadata_object(event.metadata);
  return dump(object, -1);
}

Result<model::Event> parse_event(std::string_view line) {
  auto envelope = read_envelope(line);
  if (!envelope) {
    return tl::unexpected(Error(envelope.error()).in("event"));
  }
  std::string problem;
  const JsonReader reader(envelope->object, "", problem);
  for (const char* const key : {"event_type", "timestamp", "id", "schema", "metadata"}) {
    reader.require(key);
  }
  model::Event event;
  event.type = reader.text("event_type");
  event.timestamp = reader.time("timestamp").value_or(Time{});
  event.id = reader.text("id");
  event.schema = reader.integer("schema").value_or(0);
  event.run = read_run(reader);
  event.runner = read_runner(reader);
  event.container = reader.text("container");
  event.release_tag = reader.text("release_tag");
  reader.object("metadata", [](const JsonReader&) {});
  if (!problem.empty()) {
    return failed(Error::Kind::usage, "event: " + problem);
  }
  event.metadata = std::move(envelope->metadata);
  return event;
}

Result<std::string> metadata_text(std::string_view text, const util::Redactor& redactor) {
  const auto object = parse_object(text);
  if (!object) {
    return tl::unexpected(Error(object.error()).in("metadata"));
  }
  return redacted(*object, redactor).dump(-1, ' ', false, json::error_handler_t::replace);
}

model::Event build_event(const model::Build& build, const std::vector<model::Verdict>& verdicts) {
  const bool named_by_tag = build.image.ref.empty() && !build.request.tags.empty();
  ordered_json metadata;
  metadata["build_time_seconds"] =
      build.duration ? ordered_json(build.duration->count()) : ordered_json();
  metadata["image_size"] =
      build.image.size_bytes ? ordered_json(*build.image.size_bytes) : ordered_json();
  metadata["dockerfile"] = text_or_null(build.request.dockerfile);
  metadata["tag"] = text_or_null(named_by_tag ? build.request.tags.front() : build.image.ref);
  metadata["success"] =
      build.outcome ? ordered_json(build.outcome == model::Outcome::success) : ordered_json();
  metadata["build"] = build_object(build, verdicts);

  model::Event event;
  event.type = docker_build;
  event.timestamp =
      build.started.value_or(Time{})
      + std::chrono::round<std::chrono::nanoseconds>(build.duration.value_or(Seconds{0}));
  event.id = build.id;
  event.run = build.run;
  event.runner = build.runner;
  event.metadata = dump(metadata, -1);
  return event;
}

Result<JudgedBuild> parse_build_event(const model::Event& event) {
  if (event.type != docker_build) {
    return failed(Error::Kind::usage, R"(event: "event_type" is not "docker_build")");
  }
  const auto metadata = parse_object(event.metadata);
  if (!metadata) {
    return tl::unexpected(Error(metadata.error()).in("event: \"metadata\""));
  }
  std::string problem;
  JudgedBuild judged;
  const JsonReader reader(*metadata, "metadata", problem);
  reader.require("build");
  reader.object("build", [&judged](const JsonReader& record) { judged = read_build(record); });
  if (!problem.empty()) {
    return failed(Error::Kind::usage, "event: " + problem);
  }
  return judged;
}

} // namespace tidegate::codec
