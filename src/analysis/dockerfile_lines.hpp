// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/context.hpp"
#include "model/dockerfile.hpp"

#include <vector>

namespace tidegate::analysis {

// Gives each step of a stage the lines of its instruction, found by stage and place and confirmed
// by the text; a step whose line is not certain gets none, and one that has lines already keeps
// them. A trigger that the base image brought in (ONBUILD) has the lines of FROM, as BuildKit's own
// provenance says it.
void assign_lines(std::vector<model::Step>& steps, const model::Dockerfile& dockerfile);

// The instruction that a step with lines runs; nullptr for triggers and BuildKit's own vertices.
const model::Instruction* instruction_of(const model::Step& step,
                                         const model::Dockerfile& dockerfile);

// Gives what was read of the build context the place of the step that read it, and drops what
// belongs to no step of the build. `copies` count their index as the Dockerfile stands; the steps
// have their lines.
void place_inputs(std::vector<model::CopyInput>& copies,
                  const std::vector<model::Step>& steps,
                  const model::Dockerfile& dockerfile);

} // namespace tidegate::analysis
