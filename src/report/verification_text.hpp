// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/verification.hpp"

#include <string>

namespace tidegate::report {

// A few lines: cold, warm, ratio, each with its spread, and whether the claim holds.
std::string verification_text(const model::Verification& verification);

} // namespace tidegate::report
