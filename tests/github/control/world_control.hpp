// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// POST /_control/runs, /pulls, /artifacts, /settings, /rate; GET /_control/counters.
void add_world_control(const Parts& parts);

} // namespace github_standin
