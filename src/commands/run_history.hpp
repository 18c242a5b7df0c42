// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "model/past_run.hpp"
#include "ports/ports.hpp"

#include <string>

namespace tidegate::commands {

// What was fetched of the newest runs of a branch that are over: at most 1,000, of 90 days. Empty
// repository: of all that are stored. Never an error: a gate says what it does not know.
model::RunPast read_run_history(const model::Settings& settings,
                                const std::string& repository,
                                const std::string& branch,
                                ports::Ports ports);

// "refs/heads/main" -> "main"; empty for every other ref.
std::string branch_of(const std::string& ref);

} // namespace tidegate::commands
