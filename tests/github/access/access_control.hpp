// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// POST /_control/tokens and /_control/repositories: who may do what, and where.
void add_access_control(const Parts& parts);

} // namespace github_standin
