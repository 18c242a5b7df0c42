// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/metadata.hpp"
#include "commands/observe/observe_input.hpp"
#include "model/build.hpp"
#include "model/policy.hpp"
#include "ports/ports.hpp"

namespace tidegate::commands {

// The record of an observed build, complete but for what only this machine knows. What its source
// does not tell stays absent. The values of build arguments are hidden as in a build of our own,
// where the source names them; so is everything of our environment that is secret.
model::Build observed_record(const Observation& observation,
                             const docker::Metadata& metadata,
                             const model::Settings& settings,
                             const ports::Environment& environment);

} // namespace tidegate::commands
