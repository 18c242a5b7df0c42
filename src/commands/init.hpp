// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

struct InitOptions {
  std::vector<std::string> only; // of starter_names(); empty: all but observe
  std::string action;            // OWNER/REPOSITORY@COMMIT; empty: a placeholder
  bool dry_run{false};
  Format format{Format::text};
};

// What `only` may hold, in the order in which the files are written.
std::vector<std::string> starter_names();

// Writes a starter configuration and workflows into .github of the repository around the working
// directory, and with a workflow that builds the files that keep .tidegate/ out of images and
// commits. Overwrites nothing. Error: usage where there is no repository or a value is wrong.
Result<int> run_init(const InitOptions& options, ports::Ports ports);

} // namespace tidegate::commands
