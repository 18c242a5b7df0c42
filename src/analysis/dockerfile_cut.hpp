// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/repeat_plan.hpp"
#include "model/dockerfile.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// The text with each stretch as a stage of its own, named; stages without a stretch get the name
// that they have without one, since their number changes. Error: it cannot be cut there.
Result<std::string> cut_dockerfile(const model::Dockerfile& dockerfile,
                                   std::string_view text,
                                   const std::vector<Stretch>& stretches);

} // namespace tidegate::analysis
