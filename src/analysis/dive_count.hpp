// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"
#include "model/image_files.hpp"

#include <vector>

namespace tidegate::analysis {

// The figures of wagoodman/dive 0.13 (dive/filetree/efficiency.go), which people compare with, its
// peculiarities kept: only leaves of a layer's tree count, the kept copy counts as wasted, a
// deleted file adds nothing but a deleted folder all that lay in it, opaque folders are not seen,
// and a whiteout of what is not there ends the count of its layer.
model::DiveFigures dive_figures(const std::vector<model::LayerFiles>& layers);

} // namespace tidegate::analysis
