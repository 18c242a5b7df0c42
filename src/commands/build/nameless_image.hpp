// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/process.hpp"

#include <string>

namespace tidegate::commands {

// Removes the image that a second build left in the engine, if there is one: never the first
// build's (both are the same where nothing was executed), never one that has a name.
void remove_nameless_image(ports::Process& process,
                           const std::string& image_id,
                           const std::string& first_image_id);

} // namespace tidegate::commands
