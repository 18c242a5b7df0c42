// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/live_steps.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::report {

// What plain progress said last about a part of a step.
struct ShownStatus {
  std::uint64_t current{0};
  std::optional<Time> at; // nullopt: nothing yet
};

// A part that moved less than 5 % within 5 s is not worth another line, as in BuildKit.
bool tells_more(const LiveStatus& status, const ShownStatus& shown, Time now);

// "exporting layers 0.3s done", "sha256:1 1.05MB / 29.13MB 0.2s"
std::string status_line(const LiveStatus& status, Time now);

// "0.123 text" and a newline: the time since the start of the step, at a width that hardly changes.
void append_log_line(std::string& text, Seconds at, std::string_view line);

} // namespace tidegate::report
