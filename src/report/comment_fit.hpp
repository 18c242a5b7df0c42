// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/comment.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tidegate::report {

// The commit that the comment speaks of: that of the newest run.
std::string current_commit(const std::vector<CommentSection>& sections);

// One section with its markers, as it stands in the comment.
std::string section_text(const CommentSection& section);

// Drops parts until all of them fit into `room` units: the dropped ones are counted in `cut`. Where
// even the bare markers do not fit, whole sections go, those of earlier commits and passing ones
// first. Returns how many.
std::size_t fit(std::vector<CommentSection>& sections, std::size_t room);

} // namespace tidegate::report
