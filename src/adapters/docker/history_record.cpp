// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/history_record.hpp"

#include "adapters/docker/json_values.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace tidegate::docker {
namespace {

using nlohmann::json;
using Ending = RecordedBuild::Ending;

constexpr std::size_t max_entries = 1'000;
constexpr std::uint64_t canceled_code = 1; // of gRPC
constexpr std::string_view build_arg_prefix = "build-arg:";

std::string printable(const json& value, std::string_view key) {
  return util::to_printable(text_of(value, key));
}

void add_build_arg(RecordedBuild& build, const std::string& name, std::string value) {
  if (build.build_arg_values.size() < max_entries) {
    build.request.build_arg_names.push_back(util::to_printable(name));
    build.build_arg_values.emplace_back(build.request.build_arg_names.back(), std::move(value));
  }
}

// [{"Type":"gha","Attrs":{"token":"...","url":"..."}}]: the type and nothing else.
void read_cache_imports(RecordedBuild& build, const std::string& text) {
  const json imports = parse_json(text);
  if (!imports.is_array()) {
    return;
  }
  for (const json& entry : imports) {
    std::string type = printable(entry, "Type");
    const bool known = std::ranges::find(build.cache_imports, type) != build.cache_imports.end();
    if (!type.empty() && !known && build.cache_imports.size() < max_entries) {
      build.cache_imports.push_back(std::move(type));
    }
  }
}

// "" stands for all stages.
void read_no_cache(RecordedBuild& build, const json& attributes) {
  if (!attributes.contains("no-cache")) {
    return;
  }
  const std::string stages = text_of(attributes, "no-cache");
  build.no_cache = stages.empty();
  build.no_cache_stages = util::split(util::to_printable(stages), ',');
}

// The path of the Dockerfile from where the build was started, as far as the record tells: it names
// the context and the Dockerfile by absolute paths.
std::string relative_dockerfile(const std::string& context, const std::string& file) {
  const std::filesystem::path path = std::filesystem::path(file).lexically_normal();
  if (path.is_relative() || !context.starts_with('/')) {
    return path.string();
  }
  const auto relative = path.lexically_relative(std::filesystem::path(context).lexically_normal());
  return relative.empty() || *relative.begin() == ".." ? path.filename().string()
                                                       : relative.string();
}

void read_request(RecordedBuild& build, const json& record) {
  const json& attributes = object_of(record, "FrontendAttrs");
  const json& local = object_of(record, "localState");
  build.request.target = printable(attributes, "target");
  build.request.platform = printable(attributes, "platform");
  const std::string context = printable(local, "LocalPath");
  std::string file = printable(local, "DockerfilePath");
  file = file.empty() || file == "-" ? printable(attributes, "filename") : file;
  build.request.dockerfile = file.empty() ? "" : relative_dockerfile(context, file);
  for (const auto& [key, value] : attributes.items()) {
    const auto* const text = value.get_ptr<const json::string_t*>();
    if (key.starts_with(build_arg_prefix) && text != nullptr) {
      add_build_arg(build, key.substr(build_arg_prefix.size()), *text);
    }
  }
  read_no_cache(build, attributes);
  read_cache_imports(build, text_of(attributes, "cache-imports"));
}

void add_tags(RecordedBuild& build, const std::string& names) {
  for (std::string& name : util::split(names, ',')) {
    if (build.request.tags.size() < max_entries) {
      build.request.tags.push_back(std::move(name));
    }
  }
}

void read_tags(RecordedBuild& build, const json& record) {
  for (const json& exporter : list_of(record, "Exporters")) {
    add_tags(build, printable(object_of(exporter, "Attrs"), "name"));
  }
}

void read_ending(RecordedBuild& build, const json& record) {
  build.created = time_of(record, "CreatedAt");
  build.completed = time_of(record, "CompletedAt");
  build.ending = build.completed ? Ending::completed : Ending::running;
  const json& error = object_of(record, "error");
  if (!error.empty()) {
    build.ending = count_of(error, "code") == canceled_code ? Ending::canceled : Ending::failed;
    build.error = printable(error, "message");
  }
}

void read_inspected_request(RecordedBuild& build, const json& record) {
  const std::string context = printable(record, "Context");
  const std::string file = printable(record, "Dockerfile");
  build.request.context = context;
  build.request.dockerfile = file.empty() ? "" : relative_dockerfile(context, file);
  build.request.target = printable(record, "Target");
  std::vector<std::string> platforms;
  for (const json& platform : list_of(record, "Platform")) {
    if (const auto* const text = platform.get_ptr<const json::string_t*>()) {
      platforms.push_back(util::to_printable(*text));
    }
  }
  build.request.platform = util::join(platforms, ",");
  for (const json& argument : list_of(record, "BuildArgs")) {
    add_build_arg(build, text_of(argument, "Name"), text_of(argument, "Value"));
  }
  const json& config = object_of(record, "Config");
  const json* const no_cache = member(config, "NoCache");
  build.no_cache = no_cache != nullptr && *no_cache == true;
  for (const json& rest : list_of(config, "RestRaw")) {
    if (text_of(rest, "Name") == "cache-imports") {
      read_cache_imports(build, text_of(rest, "Value"));
    }
  }
}

Ending ending_of(const std::string& status) {
  if (status == "completed") {
    return Ending::completed;
  }
  if (status == "failed") {
    return Ending::failed;
  }
  return status == "canceled" ? Ending::canceled : Ending::running;
}

void read_inspected_ending(RecordedBuild& build, const json& record) {
  build.created = time_of(record, "StartedAt");
  build.completed = time_of(record, "CompletedAt");
  build.ending = ending_of(text_of(record, "Status"));
  const json& error = object_of(record, "Error");
  build.error = printable(error, "Message");
  build.excerpt = util::decode_base64(text_of(error, "Sources")).value_or("");
}

} // namespace

Result<RecordedBuild> read_history_record(std::string_view text) {
  const json record = parse_json(text);
  RecordedBuild build;
  build.ref = printable(record, "Ref");
  if (build.ref.empty()) {
    return failed(Error::Kind::external, "no history record of BuildKit");
  }
  read_ending(build, record);
  read_request(build, record);
  read_tags(build, record);
  build.image_digest = printable(object_of(record, "ExporterResponse"), "containerimage.digest");
  return build;
}

Result<InspectedBuild> read_inspected_build(std::string_view text) {
  const json record = parse_json(text);
  InspectedBuild inspected;
  inspected.build.ref = printable(record, "Ref");
  if (inspected.build.ref.empty()) {
    return failed(Error::Kind::external,
                  "docker buildx history inspect: no answer in a known form",
                  "docker buildx 0.23 and newer can tell its history");
  }
  read_inspected_ending(inspected.build, record);
  read_inspected_request(inspected.build, record);
  for (const json& entry : list_of(record, "Attachments")) {
    if (inspected.attachments.size() < max_entries) {
      inspected.attachments.push_back({printable(entry, "Digest"), printable(entry, "Type")});
    }
  }
  return inspected;
}

} // namespace tidegate::docker
