// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace tidegate::util {

// What a parser is given at most: each value takes some 80 bytes of memory, however short it is
// written. The largest records in use have a hundredth of that.
inline constexpr int deepest_json = 64;
inline constexpr std::size_t most_json_values = 4'000'000; // json_excess has it in words

// What a text that should be JSON has too much of, "nested too deep" or "more than N values"; empty
// where it is fine. In one pass and without memory, so it can be asked before a parser sees it.
std::string_view json_excess(std::string_view text);

} // namespace tidegate::util
