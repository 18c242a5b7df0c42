// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <optional>
#include <vector>

namespace tidegate::analysis {

// The steps that made the file system of one step, the step itself first, across stages that begin
// from one another.
struct FileSystemSteps {
  std::vector<int> steps;  // positions; each made one layer
  std::optional<int> from; // position of the FROM of the base image
  bool scratch{false};     // they begin with an empty file system
};

// What a step works on is the input before it in its stage, or the only one that can be; the inputs
// have no order. Without a graph it is the step before it in its stage. Neither `from` nor
// `scratch`: it cannot be told how they begin.
FileSystemSteps file_system_steps(const std::vector<model::Step>& steps, int last);

} // namespace tidegate::analysis
