// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/blessing.hpp"

#include <string>

namespace tidegate::report {

// What was accepted of what, and what to do next.
std::string bless_text(const model::Blessing& blessing);

} // namespace tidegate::report
