// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/step_name.hpp"
#include "analysis/vertex_record.hpp"
#include "model/build.hpp"

#include <vector>

namespace tidegate::analysis {

// A step with the moments at which it was at work; `step.inputs` are positions in the same list.
struct TimedStep {
  model::Step step;
  std::vector<Interval> intervals; // merged, in order
  Phase phase{Phase::other};
};

// Fills `step.timing` of every step that has intervals.
//   waited    from the end of its first input to its own start
//   own       its intervals without those of its inputs: BuildKit starts a vertex while the layers
//             of its inputs are still fetched
//   critical  walks back from the work that ended last: each stretch of work bounded the build from
//             the end of that input which ended last to its own end. BuildKit runs a vertex again
//             to fetch its layers when another one needs them; before that stands what the other
//             one needed too. Where the graph says nothing (exporters and BuildKit's own vertices),
//             whatever ended last. Time in which none of these was at work belongs to no step.
void add_timing(std::vector<TimedStep>& steps);

// In the order of their first steps. `final` is the stage that no other one needs, where there is
// exactly one such.
std::vector<model::Stage> stages_of(const std::vector<TimedStep>& steps);

// By target platform; empty where BuildKit names none (a build for one platform).
std::vector<model::PlatformTime> platforms_of(const std::vector<TimedStep>& steps);

// "linux/amd64->arm64" -> "linux/arm64": for what it builds.
std::string target_platform(std::string_view step_platform);

// Marks the steps and platforms whose processor is not the runner's (`arch` in the runner's words:
// "X64", "ARM64"). A 32 bit program of the same family is not emulated. Nothing is marked where the
// builder may be another machine.
void mark_emulated(model::Build& build);

} // namespace tidegate::analysis
