// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::image {

// "./usr//lib/../bin/" -> "usr/bin"; never out of the root: "../../etc" -> "etc".
std::string normal_path(std::string_view path);

// The target of a symbolic link that lies at `link`, from the root.
std::string linked_path(std::string_view link, std::string_view target);

} // namespace tidegate::image
