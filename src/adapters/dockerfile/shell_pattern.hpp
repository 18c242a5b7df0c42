// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tidegate::dockerfile {

// ${value#pattern} and, greedy, ${value##pattern}. nullopt: no pattern, or too long to work on.
std::optional<std::string>
trim_prefix(std::string_view value, std::string_view pattern, bool greedy);

// ${value%pattern} and ${value%%pattern}.
std::optional<std::string>
trim_suffix(std::string_view value, std::string_view pattern, bool greedy);

// ${value/pattern/replacement} and, for all places, ${value//pattern/replacement}.
std::optional<std::string> replace_matches(std::string_view value,
                                           std::string_view pattern,
                                           std::string_view replacement,
                                           bool all);

} // namespace tidegate::dockerfile
