// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/embedded.hpp"

#include <span>

namespace tidegate::commands {

// templates/tidegate.yml and workflows/*.yml, by these names; made by the build.
std::span<const util::EmbeddedFile> starter_files();

} // namespace tidegate::commands
