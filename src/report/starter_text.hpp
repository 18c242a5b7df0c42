// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/starter.hpp"

#include <string>

namespace tidegate::report {

// What `init` did, a line for each file, and what is left to do.
std::string starter_text(const model::Starter& starter);

} // namespace tidegate::report
