// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/metadata.hpp"
#include "adapters/docker/provenance.hpp"
#include "commands/observe/observe_input.hpp"
#include "model/build.hpp"

#include <vector>

namespace tidegate::commands {

// What the sources of an observed build tell about its image: name, digest, and, where provenance
// with all details is there for one platform, its layers with the steps that made them.
void add_observed_image(model::Build& build,
                        const Observation& observation,
                        const docker::Metadata& metadata,
                        const std::vector<docker::Provenance>& provenance);

} // namespace tidegate::commands
