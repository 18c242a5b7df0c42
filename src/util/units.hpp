// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tidegate::util {

// "90", "90s", "1.5m", "1m30s", "2h", "250ms": a number alone means seconds. Error: usage.
Result<Seconds> parse_duration(std::string_view text);

// "250MB", "250 MB", "1.2GB", "512KiB", "1048576": decimal (kB, MB, GB) and binary (KiB, MiB, GiB)
// units, case-insensitive; a number alone means bytes. Error: usage.
Result<std::uint64_t> parse_bytes(std::string_view text);

// "60%", "60 %" or "0.6" -> 0.6; must lie within 0 and 1 (100 %). Error: usage.
Result<double> parse_ratio(std::string_view text);

// For people: "0.35s", "12.3s", "2m 05s", "1h 02m".
std::string show_duration(Seconds seconds);
// For people, decimal units like docker's: "512 B", "94.7 MB", "1.20 GB".
std::string show_bytes(std::uint64_t bytes);
// For people: "87 %".
std::string show_ratio(double ratio);
// For people, a difference as a share: "+18 %", "-5 %"; beyond a million it is told as more than
// that.
std::string show_change(double part);
// For people: "1 event", "3 events".
std::string counted(int count, std::string_view thing);

} // namespace tidegate::util
