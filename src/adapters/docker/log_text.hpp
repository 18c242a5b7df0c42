// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::docker {

// Takes off what a log viewer put in front of a line: "job\tstep\t" (gh run view --log), a byte
// order mark, and the time stamp "2026-11-21T03:23:42.1234567Z ", which is returned.
std::optional<Time> take_stamp(std::string_view& line);

// Takes off "##[group]", "##[error]" and their like, which the runner makes of workflow commands.
void take_runner_mark(std::string_view& line);

// The line without ANSI escape sequences (colours, cursor moves, titles); `scratch` holds the text
// where there were some.
std::string_view without_escapes(std::string_view line, std::string& scratch);

// A decimal number at the front of `text`, "12.3", taken off. Absent where there is none.
std::optional<double> take_decimal(std::string_view& text);

// "1.20kB" at the end of `text`, taken off with the blank before it; in bytes.
std::optional<std::uint64_t> take_size_at_end(std::string_view& text);

// "0.5s" at the end of `text`, taken off with the blank before it.
std::optional<Seconds> take_seconds_at_end(std::string_view& text);

} // namespace tidegate::docker
