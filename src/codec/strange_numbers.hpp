// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::codec {

// NaN, Infinity and numbers beyond a double, which many programs write and JSON does not know, as
// null. The rest, texts among it, stays as it is.
std::string without_strange_numbers(std::string_view json);

} // namespace tidegate::codec
