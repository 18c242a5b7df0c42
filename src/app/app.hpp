// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/ports.hpp"

#include <string>
#include <vector>

namespace tidegate::app {

// The whole program behind main: parses, runs one command, says what went wrong, returns the exit
// code.
int run(const std::vector<std::string>& args, ports::Ports ports);

} // namespace tidegate::app
