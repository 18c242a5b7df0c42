// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"

#include <string>

namespace tidegate::commands {

// The repository of the run as a Git context, at the commit of the run:
// `https://github.com/owner/repo.git#SHA`. Empty where no repository is known. The same rules as
// docker/actions-toolkit (buildx/build.ts, gitContext), always with the commit behind a `#`, which
// every buildx understands.
std::string git_context(const ports::Environment& environment);

// "github.com", or the host (and port) of the Enterprise Server.
std::string server_host(const ports::Environment& environment);

// The page of this attempt of the run: provenance names it as the builder's id.
std::string run_url(const ports::Environment& environment);

} // namespace tidegate::commands
