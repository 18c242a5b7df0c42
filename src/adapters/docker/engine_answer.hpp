// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/http.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidegate::docker {

// Every byte that could mean something in a URL, slashes too: curl would tidy up a name that holds
// "../".
std::string percent_encoded(std::string_view text);

// GET of the Engine API behind a local socket; `path` begins with a slash. nullopt: 404, the engine
// does not hold it. Error: external, with the engine's own reason.
Result<std::optional<std::string>>
ask_engine(ports::Http& http, const std::string& socket, const std::string& path);

} // namespace tidegate::docker
