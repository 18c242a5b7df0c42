// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::report {

// Columns that valid UTF-8 without control characters takes on a terminal: 2 for East Asian wide
// characters and emoji, 0 for combining ones. A tab counts as one.
int display_width(std::string_view text);

// The beginning of `text` that fits into `columns`.
std::string_view fit(std::string_view text, int columns);

// Padded with blanks on the right, never cut.
std::string pad(std::string_view text, int columns);

} // namespace tidegate::report
