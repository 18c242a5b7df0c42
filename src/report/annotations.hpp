// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/annotation.hpp"
#include "report/summary.hpp"

#include <vector>

namespace tidegate::report {

// The failed step on its Dockerfile line, failed verdicts, cache problems, and as notices the
// costliest misses and the slowest steps (analysis/highlights.hpp): gravest first, at most
// `max_annotations` per level.
std::vector<model::Annotation> annotations(const BuildReport& report);

} // namespace tidegate::report
