// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run_statistics.hpp"

#include <string_view>

namespace tidegate::analysis {

// What a step of a job is for, by its name alone, since GitHub tells no more of it; capital letters
// do not matter:
//  - tear-down: "Complete job", "Complete runner", "Stop containers" of the runner, and "Post ...".
//  - set-up: "Set up job", "Set up runner", "Initialize containers" of the runner, "Pre ..."; steps
//    of the actions that bring sources, tools and caches ("Run owner/checkout@v4",
//    "Run owner/setup-...@v3", "Run ./.github/actions/setup-...", "Run actions/cache@v4"); names
//    that begin with "Checkout", "Check out", "Set up", "Setup" or "Cache".
//  - build: everything else. A composite action is one step, so its own set-up is in here, and so
//    is a set-up step that somebody gave a name of another kind.
model::JobPhase job_phase(std::string_view step_name);

} // namespace tidegate::analysis
