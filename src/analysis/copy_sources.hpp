// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// What COPY or ADD reads of the build context: patterns, "." for all of it. Empty for other
// instructions, and where it reads another stage or image.
std::vector<std::string> copy_sources(std::string_view instruction);

// Whether a path, relative to the context, is one of the sources, matches one or lies below it.
bool is_read_by(std::string_view path, const std::vector<std::string>& sources);

} // namespace tidegate::analysis
