// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <string>
#include <string_view>

namespace tidegate::commands {

// Gives each step of the Dockerfile its lines, by stage and place in it, where the engine did not
// tell them. `path` is what the record calls the file; nothing happens where `text` is empty.
void add_source_lines(model::Build& build, const std::string& path, std::string_view text);

} // namespace tidegate::commands
