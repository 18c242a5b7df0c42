// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "report/timeline.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tidegate::report {

// A fenced Mermaid gantt diagram with one section per stage: critical bars `crit`, cached ones
// `done`. Only syntax of Mermaid 8 to 11, since nobody says which one GitHub has. Empty where there
// are no bars, or more than a day of them.
std::string gantt(const model::Build& build, const Timeline& timeline);

// One line in which no character means anything to Mermaid, Markdown or HTML: those that do become
// others that look like them, because Mermaid's escapes differ from version to version.
std::string mermaid_text(std::string_view text, std::size_t limit);

} // namespace tidegate::report
