// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

// Fields of an answer that may be anything. Inside this folder only.
namespace tidegate::github {

// null where it is not there.
const nlohmann::json& member(const nlohmann::json& object, const char* key);
std::string text_at(const nlohmann::json& object, const char* key); // "" where it is no text
std::optional<std::uint64_t> count_at(const nlohmann::json& object, const char* key);

} // namespace tidegate::github
