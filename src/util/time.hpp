// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace tidegate {

using Time = std::chrono::sys_time<std::chrono::nanoseconds>;
using Seconds = std::chrono::duration<double>;

namespace util {

// RFC 3339 in UTC with `Z` and milliseconds: 2026-11-21T00:18:45.624Z.
std::string to_rfc3339(Time time);

// RFC 3339 with `Z` or a numeric offset and 0 to 9 fractional digits (more digits are dropped).
// Error: usage, quoting the text.
Result<Time> parse_rfc3339(std::string_view text);

} // namespace util
} // namespace tidegate
