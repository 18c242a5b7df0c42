// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"
#include "model/image_files.hpp"

#include <vector>

namespace tidegate::analysis {

// What of the layers could go without a change of the file system that they make: every copy of a
// path but the last surviving one, and all copies of what is deleted or hidden in the end. Layers
// with `base` are not ours to change, so their copies are counted as copies but never as waste.
// `files` has one element for each layer; a layer that it has not counts as its own.
model::ImageContents image_contents(const std::vector<model::Layer>& layers,
                                    const std::vector<model::LayerFiles>& files);

} // namespace tidegate::analysis
