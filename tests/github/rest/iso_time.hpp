// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace github_standin {

// Seconds since 1970, as GitHub's API resolves time.
using Moment = std::int64_t;

Moment now();
// "2026-01-31T23:59:58Z"
std::string to_iso(Moment moment);
// That, with "Z", "+00:00" or another offset; or a date alone, which is its first second.
std::optional<Moment> parse_iso(std::string_view text);

struct Span {
  Moment first;
  Moment last; // inclusive
};

// A search qualifier: "A..B", "A..*", "*..B", ">=A", ">A", "<=A", "<A", "A". A date without a time
// is its whole day.
std::optional<Span> parse_span(std::string_view text);

} // namespace github_standin
