// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/image.hpp"

#include <vector>

namespace tidegate::analysis {

// Says which step made each layer and which layers are of the base image. Compares the image's
// history, from the top, with the steps of every stage that could be the final one; BuildKit has
// replaced build arguments in the steps but not in the history, so of RUN with a variable only the
// kind is compared. Where no stage fits, or several fit equally well, nothing is said.
void assign_steps(model::Image& image, const std::vector<model::Step>& steps);

} // namespace tidegate::analysis
