// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"

#include <vector>

namespace tidegate::analysis {

// Sizes and layers of the images of two builds.
model::ImageDiff compare_images(const model::Build& before, const model::Build& after);

// Layers are the same by what they hold, else by the instruction that made them: those of `after`
// in their order, then the removed ones.
std::vector<model::LayerDiff> compare_layers(const model::Build& before, const model::Build& after);

} // namespace tidegate::analysis
