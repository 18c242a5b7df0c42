// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"
#include "util/time.hpp"

#include <string>
#include <string_view>

namespace tidegate::commands {

// "90d", or a duration as everywhere. Error: usage, naming the option.
Result<Seconds> parse_days(std::string_view text, std::string_view option);

// The day, in UTC, that is so long ago: "2026-08-23". Never after today or before 1970.
std::string day_back(Time now, Seconds span);

// A time back from now ("7d", "36h"), a day ("2026-11-01"), or a moment (RFC 3339). Error: usage.
Result<Time> parse_moment(std::string_view text, Time now, std::string_view option);

} // namespace tidegate::commands
