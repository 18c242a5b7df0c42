// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/parse_json.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Fields of an answer that may be anything. Inside this folder only.
namespace tidegate::github {

using codec::parse_json;
// null where it is not there.
const nlohmann::json& member(const nlohmann::json& object, const char* key);
std::string text_at(const nlohmann::json& object, const char* key); // "" where it is no text
// What GitHub says in "message", for people; "" where it says nothing.
std::string message_in(const nlohmann::json& object);
// What is wrong with a request, as a 422 lists it in "errors": the first few, for people.
std::vector<std::string> defects_in(const nlohmann::json& object);
std::optional<std::uint64_t> count_at(const nlohmann::json& object, const char* key);

} // namespace tidegate::github
