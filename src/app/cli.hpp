// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/ports.hpp"
#include "util/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tidegate::app {

// What the command line asks for: one command with its options bound, ready to run.
using Invocation = std::function<Result<int>(ports::Ports)>;

// Error: usage. `--help` and `--version` are invocations that print and return 0.
Result<Invocation> parse_command_line(const std::vector<std::string>& args);

} // namespace tidegate::app
