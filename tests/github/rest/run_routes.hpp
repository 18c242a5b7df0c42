// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Workflows, runs, attempts and jobs.
std::span<const Route> run_routes();

} // namespace github_standin
