// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace github_standin {

// Reading of JSON that somebody else wrote: a wrong type counts as absent, nothing throws.

// Anything but an object is read as the empty object.
nlohmann::json parse_object(std::string_view text);
// Null where the text is no JSON at all.
nlohmann::json parse_any(std::string_view text);

std::string text_of(const nlohmann::json& object, std::string_view key);
std::vector<std::string> texts_of(const nlohmann::json& object, std::string_view key);
// Protobuf's JSON writes 64-bit numbers as strings, BuildKit writes them as numbers: both count.
std::optional<std::uint64_t> number_of(const nlohmann::json& object, std::string_view key);
// Empty ones where there is no such thing.
nlohmann::json object_of(const nlohmann::json& object, std::string_view key);
nlohmann::json list_of(const nlohmann::json& object, std::string_view key);
bool flag_of(const nlohmann::json& object, std::string_view key);

// One line; bytes that are not UTF-8 are replaced.
std::string to_line(const nlohmann::json& value);

} // namespace github_standin
