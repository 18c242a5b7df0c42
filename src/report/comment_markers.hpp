// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/comment.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidegate::report {

// The hidden lines of a comment. A value is [A-Za-z0-9_.] with %XX for all else, so none can close
// the comment of HTML that it stands in.

inline constexpr std::string_view marker_start = "<!-- tidegate:";
inline constexpr std::string_view facts_marker = "<!-- tidegate:facts -->";
inline constexpr std::string_view table_marker = "<!-- tidegate:table -->";
inline constexpr std::string_view details_marker = "<!-- tidegate:details -->";
inline constexpr std::string_view end_marker = "<!-- tidegate:end -->";

std::string comment_marker(std::string_view key);
std::string leg_marker(const CommentSection& section);

// Everything but the parts; nullopt unless it is exactly what leg_marker() writes.
std::optional<CommentSection> parse_leg_marker(std::string_view line);

// Markdown in which no line can be taken for a marker; ends with a line feed unless it is empty.
std::string without_markers(std::string_view markdown);

std::string_view to_text(CommentVerdict verdict);

} // namespace tidegate::report
