// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Objects that many answers hold, with all keys that GitHub's description requires.

std::string node_id(const char* kind, Id id);
// The number that a login or a name always has.
Id number_of_name(std::string_view name);
nlohmann::json user_shape(const Call& call, const std::string& login);
// What is called repository, minimal-repository and full-repository there, in one.
nlohmann::json repository_shape(const Call& call, const std::string& name);
// Null or the text in the form of the API.
nlohmann::json moment_shape(const std::optional<Moment>& moment);
nlohmann::json text_or_null(const std::string& text);

std::span<const Route> repository_routes();

} // namespace github_standin
