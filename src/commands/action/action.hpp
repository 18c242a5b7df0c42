// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/ports.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// The build step of action.yml: inputs from INPUT_* variables, then the same as `tidegate build`.
Result<int> run_action_build(ports::Ports ports);

} // namespace tidegate::commands
