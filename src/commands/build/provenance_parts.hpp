// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/provenance.hpp"
#include "model/build.hpp"

namespace tidegate::commands {

// What only the engine's provenance tells about the steps: their lines and what they used of the
// machine. Where BuildKit measured no step by itself, its samples of the whole machine say what
// they can, and a notice says so.
void add_provenance(model::Build& build, const docker::Provenance& provenance);

} // namespace tidegate::commands
