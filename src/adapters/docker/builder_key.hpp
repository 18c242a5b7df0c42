// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"

#include <string>

namespace tidegate::docker {

// A hash of all that decides which builder `docker buildx` uses and what it says of it: the docker
// program, its buildx plugin, the variables and files that choose engine and builder, and the
// engine's socket, which is new after a restart. Costs some stat calls.
std::string builder_key(const ports::Environment& environment, const std::string& builder);

} // namespace tidegate::docker
