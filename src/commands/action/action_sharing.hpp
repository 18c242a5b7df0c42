// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/action/input_reader.hpp"
#include "commands/sharing/sharing.hpp"

namespace tidegate::commands {

// Reads publish, events-branch, comment and check. Errors are left in `inputs`.
Sharing read_action_sharing(InputReader& inputs);

} // namespace tidegate::commands
