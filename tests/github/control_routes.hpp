// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

namespace github_standin {

// What tests ask of the stand-in itself, under /_control.
void add_control_routes(const Parts& parts);

} // namespace github_standin
