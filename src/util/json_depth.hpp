// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tidegate::util {

// Whether lists and objects are nested deeper than `limit` in a text that should be JSON. In one
// pass and without memory, so it can be asked before a parser sees the text.
bool is_json_deeper_than(int limit, std::string_view text);

} // namespace tidegate::util
