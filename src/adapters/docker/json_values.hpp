// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/parse_json.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

// Inside adapters/docker only. None of these throws or trusts the shape of what it reads: what is
// not there and what is of another type are both nothing.
namespace tidegate::docker {

using codec::parse_json;

// nullptr where `value` is no object or has no such key.
const nlohmann::json* member(const nlohmann::json& value, std::string_view key);

// As it stands, not made printable.
std::string text_of(const nlohmann::json& value, std::string_view key);
std::optional<std::uint64_t> count_of(const nlohmann::json& value, std::string_view key);
// Finite and not negative.
std::optional<double> number_of(const nlohmann::json& value, std::string_view key);
// RFC 3339, or {"seconds":1,"nanos":2} as Go writes a protobuf time; between 1970 and 2170.
std::optional<Time> time_of(const nlohmann::json& value, std::string_view key);

// An empty object or list where `value` is another thing or has no such key, for loops.
const nlohmann::json& object_of(const nlohmann::json& value, std::string_view key);
const nlohmann::json& list_of(const nlohmann::json& value, std::string_view key);

} // namespace tidegate::docker
