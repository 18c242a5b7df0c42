// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/action/secret_files.hpp"
#include "ports/environment.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// The inputs about secrets as values for `--secret`. An entry without the form KEY=VALUE is left
// out with a warning, as docker/build-push-action does; warnings tell places, never contents.
class ActionSecrets {
public:
  ActionSecrets(const ports::Environment& environment, std::string working_directory);

  void add_values(const std::vector<std::string>& entries);    // KEY=the secret itself
  void add_variables(const std::vector<std::string>& entries); // KEY=NAME of a variable
  void add_files(const std::vector<std::string>& entries);     // KEY=path
  // For a build from the repository of the run, unless a token for Git was given by the other ways.
  void add_git_token(const std::string& token, bool builds_own_repository);

  std::vector<std::string> options;
  std::vector<SecretFile> files;
  std::vector<std::string> values;
  std::vector<std::string> warnings;

private:
  void add_value(const std::string& key, std::string value);

  const ports::Environment& environment_;
  std::string working_directory_;
  std::string folder_;
  bool has_git_token_{false};
};

} // namespace tidegate::commands
