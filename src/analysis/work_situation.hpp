// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/stage_steps.hpp"
#include "model/build.hpp"

#include <optional>
#include <string>

// What work_situation() and the metrics of stages and steps have in common.
namespace tidegate::analysis {

// Steps of more than one platform: names of stages then need theirs.
bool has_platforms(const model::Build& build);

// "build", "build linux/arm64": printable and short, and different for different stages.
std::string stage_label(const std::string& stage, const std::string& platform, bool platforms);

// The place of the first step that was executed among the cacheable ones, from 1; nullopt: none.
std::optional<int> first_executed(const StageSteps& stage, const model::Build& build);

// "build from 3"
std::string executed_part(const std::string& label, int first);

} // namespace tidegate::analysis
