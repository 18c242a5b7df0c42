// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace tidegate::report {

// GitHub refuses a step summary over 1024 KiB and drops one just below it in silence
// (actions/runner#4337).
inline constexpr std::size_t max_summary_bytes = std::size_t{1000} * 1024;

// Annotations per type and step; a composite action is one step (actions/runner
// ExecutionContext.cs, _maxCountPerIssueType).
inline constexpr std::size_t max_annotations = 10;

// Longest annotation text that the runner keeps.
inline constexpr std::size_t max_annotation_characters = 4096;

} // namespace tidegate::report
