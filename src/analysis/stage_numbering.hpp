// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/dockerfile.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// An instruction that BuildKit gives a place in [stage i/n].
struct NumberedInstruction {
  const model::Instruction* instruction{nullptr};
  // It may have no step, so that the ones behind it move up: `WORKDIR $X` where X is "/", FROM
  // where --build-context takes its place.
  bool certain{true};
};

struct StageNumbering {
  std::vector<NumberedInstruction> places;
  int total{0}; // n, without the triggers of a base image
};

StageNumbering number_stage(const model::Dockerfile& dockerfile, std::size_t stage);

// Positions of the stages that steps of this name can be of: BuildKit leaves out the name of an
// only stage, and says nothing against two stages of one name.
std::vector<std::size_t> stages_named(const model::Dockerfile& dockerfile, std::string_view name);

// "ONBUILD RUN make": a trigger that the base image brought in.
bool is_trigger(const model::Step& step);

// For each of `steps`, which are of one stage, platform and total and in order of their index: its
// place in `numbering.places`, or -1 where that cannot be told.
std::vector<int> align_steps(const std::vector<const model::Step*>& steps,
                             const StageNumbering& numbering,
                             std::string_view base);

} // namespace tidegate::analysis
