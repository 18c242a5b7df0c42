// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/cache_access.hpp"
#include "model/run.hpp"
#include "ports/environment.hpp"
#include "util/secrets.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tidegate::actions {

// True inside a GitHub Actions job (GITHUB_ACTIONS=true).
bool in_actions(const ports::Environment& environment);

// $RUNNER_TEMP, $TMPDIR or /tmp.
std::filesystem::path temp_parent(const ports::Environment& environment);

// The run from GITHUB_* and RUNNER_* variables, names without secrets; empty fields where they are
// missing. The leg is the input `leg` or TIDEGATE_LEG, else the values of the matrix in
// TIDEGATE_MATRIX (its JSON).
model::Run read_run(const ports::Environment& environment);

// Rights on the Actions cache from ACTIONS_* variables: the JWT's `ac` claim is decoded, not
// verified.
model::CacheAccess read_cache_access(const ports::Environment& environment);

// Values of the environment that must never be shown or stored: tokens of GitHub and of the runner,
// the lines of the action's input `secrets`, and what a job calls a secret by its variable's name
// (MY_SECRET, DEPLOY_KEY). Of these only values of 12 bytes or more: POSTGRES_PASSWORD=postgres is
// no secret, and a word of many texts.
std::vector<std::string> environment_secrets(const ports::Environment& environment);

// Hides these, and what has the shape of a credential.
util::Redactor secret_redactor(const ports::Environment& environment);

} // namespace tidegate::actions
