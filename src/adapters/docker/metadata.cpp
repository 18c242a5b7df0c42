// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/metadata.hpp"

#include "adapters/docker/json_values.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::docker {
namespace {

using nlohmann::json;

constexpr std::size_t max_targets = 1'000;
constexpr std::size_t max_warnings = 200;
constexpr std::size_t max_platforms = 100;
constexpr std::string_view provenance_key = "buildx.build.provenance";

std::string printable(const json& value, std::string_view key) {
  return util::to_printable(text_of(value, key));
}

// `short` is base64, as in the progress.
std::vector<std::string> warnings_in(const json& object) {
  std::vector<std::string> warnings;
  for (const json& warning : list_of(object, "buildx.build.warnings")) {
    std::string text =
        util::to_printable(util::decode_base64(text_of(warning, "short")).value_or(""));
    const bool known = std::ranges::find(warnings, text) != warnings.end();
    if (!text.empty() && !known && warnings.size() < max_warnings) {
      warnings.push_back(std::move(text));
    }
  }
  return warnings;
}

// "buildx.build.provenance", or "buildx.build.provenance/linux/arm64" for each of several
// platforms.
std::vector<Provenance> provenance_in(const json& object) {
  std::vector<Provenance> read;
  if (!object.is_object()) {
    return read;
  }
  for (const auto& [key, value] : object.items()) {
    if (!key.starts_with(provenance_key) || read.size() == max_platforms) {
      continue;
    }
    constexpr auto replace = json::error_handler_t::replace;
    if (auto provenance = read_provenance(value.dump(-1, ' ', false, replace))) {
      read.push_back(std::move(*provenance));
    }
  }
  return read;
}

Metadata metadata_in(const json& object) {
  return {.build_ref = printable(object, "buildx.build.ref"),
          .digest = printable(object, "containerimage.digest"),
          .names = util::split(printable(object, "image.name"), ','),
          .warnings = warnings_in(object),
          .provenance = provenance_in(object)};
}

bool says_something(const Metadata& metadata) {
  return !metadata.build_ref.empty() || !metadata.digest.empty() || !metadata.provenance.empty();
}

} // namespace

Metadata read_metadata(std::string_view text) {
  return metadata_in(parse_json(text));
}

std::vector<NamedMetadata> read_all_metadata(std::string_view text) {
  const json document = parse_json(text);
  std::vector<NamedMetadata> all;
  if (!document.is_object()) {
    return all;
  }
  if (Metadata metadata = metadata_in(document); says_something(metadata)) {
    all.push_back({"", std::move(metadata)});
    return all;
  }
  for (const auto& [target, object] : document.items()) {
    Metadata metadata = metadata_in(object);
    if (says_something(metadata) && all.size() < max_targets) {
      all.push_back({util::to_printable(target), std::move(metadata)});
    }
  }
  return all;
}

} // namespace tidegate::docker
