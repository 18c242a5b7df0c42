// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tidegate::docker {

// $DOCKER_CONFIG, or ~/.docker.
std::filesystem::path config_folder(const ports::Environment& environment);

// The local socket of the engine that docker would talk to: DOCKER_HOST, else the context of
// DOCKER_CONTEXT or config.json, else the default. nullopt where it is not behind a local socket.
std::optional<std::string> engine_socket(const ports::Environment& environment);

} // namespace tidegate::docker
