// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/action/action_inputs.hpp"
#include "support/fake_environment.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

// For the tests of read_action_inputs: a run of the repository octo/app with some inputs.
namespace tidegate::test {

using commands::ActionInputs;
using commands::read_action_inputs;
using Strings = std::vector<std::string>;

using Map = std::map<std::string, std::string>;

inline FakeEnvironment run_with(Map variables) {
  variables.insert({{"GITHUB_SERVER_URL", "https://github.com"},
                    {"GITHUB_REPOSITORY", "octo/app"},
                    {"GITHUB_REF", "refs/heads/main"},
                    {"GITHUB_SHA", "0123abc"},
                    {"GITHUB_RUN_ID", "77"},
                    {"GITHUB_RUN_ATTEMPT", "2"},
                    {"RUNNER_TEMP", "/runner/temp"},
                    {"INPUT_PROVENANCE", "false"}});
  FakeEnvironment environment;
  environment.variables = std::move(variables);
  return environment;
}

inline ActionInputs good(const Map& variables) {
  const auto inputs = read_action_inputs(run_with(variables));
  REQUIRE_MESSAGE(inputs.has_value(), (inputs ? "" : inputs.error().message));
  return *inputs;
}

inline std::string complaint(const Map& variables) {
  const auto inputs = read_action_inputs(run_with(variables));
  REQUIRE_FALSE(inputs.has_value());
  CHECK(inputs.error().kind == Error::Kind::usage);
  CHECK_FALSE(inputs.error().hint.empty());
  return inputs.error().message;
}

// The values that follow each `option`.
inline Strings values_of(const ActionInputs& inputs, const std::string& option) {
  Strings values;
  const Strings& args = inputs.buildx_args;
  for (std::size_t i = 0; i + 1 < args.size(); ++i) {
    if (args[i] == option) {
      values.push_back(args[i + 1]);
    }
  }
  return values;
}

inline const std::string own_context = "https://github.com/octo/app.git#0123abc";
inline const std::string builder_id =
    "builder-id=https://github.com/octo/app/actions/runs/77/attempts/2";

} // namespace tidegate::test
