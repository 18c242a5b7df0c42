// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

namespace tidegate::codec {

nlohmann::ordered_json seconds_or_null(const std::optional<Seconds>& time) {
  return time ? nlohmann::ordered_json(time->count()) : nlohmann::ordered_json();
}

nlohmann::ordered_json time_or_null(const std::optional<Time>& time) {
  return time ? nlohmann::ordered_json(util::to_rfc3339(*time)) : nlohmann::ordered_json();
}

std::optional<Seconds> read_seconds(const JsonReader& reader, const char* key) {
  const auto number = reader.number(key);
  return number ? std::optional(Seconds{*number}) : std::nullopt;
}

} // namespace tidegate::codec
