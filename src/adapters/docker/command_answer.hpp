// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/process.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::docker {

// The stdout of a short docker command, which may run beside a build. Error: external, told by what
// it said first on stderr, or by its ten seconds being over; begins with `name`.
Result<std::string>
ask_command(ports::Process& process, std::vector<std::string> argv, const std::string& name);

} // namespace tidegate::docker
