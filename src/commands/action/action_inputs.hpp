// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/action/secret_files.hpp"
#include "commands/settings.hpp"
#include "commands/sharing/sharing.hpp"
#include "ports/environment.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// The inputs of action.yml as a command line.
struct ActionInputs {
  // Arguments of `docker buildx build`, the context last. Secrets are in them by file name only.
  std::vector<std::string> buildx_args;
  // One more value for --attest, to be added unless the builder's driver is `docker` (see
  // commands/action/action_attests.hpp); empty: none.
  std::string default_attest;
  bool observe{false};           // an earlier step ran the build: nothing of the above is used
  std::string observed_metadata; // of that build, as JSON; may be empty
  SettingsOverrides settings;
  bool summary{true};
  Sharing sharing;
  std::string working_directory;        // to change to before anything else; empty: stay
  std::vector<SecretFile> secret_files; // to be written before buildx starts
  std::string github_token;             // may be empty
  std::vector<std::string> secrets;     // values that must be masked and never shown
  std::vector<std::string> warnings;    // entries that were left out, and why
};

// Names of variables that hold secrets and that no program started by us needs.
inline const std::vector<std::string> secret_input_variables{"INPUT_SECRETS", "INPUT_GITHUB_TOKEN"};

// Reads INPUT_* with the meaning that docker/build-push-action (src/context.ts) gives to the same
// names. Looks at the disk only for the existence of `secret-files`. Error: usage, naming the
// input.
Result<ActionInputs> read_action_inputs(const ports::Environment& environment);

} // namespace tidegate::commands
