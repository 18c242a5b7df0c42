// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/metadata.hpp"

#include "util/text.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::docker {
namespace {

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? util::to_printable(found->get<std::string>())
                                                     : std::string{};
}

} // namespace

Metadata read_metadata(std::string_view json) {
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object()) {
    return {};
  }
  return {.build_ref = text_of(object, "buildx.build.ref"),
          .digest = text_of(object, "containerimage.digest")};
}

} // namespace tidegate::docker
