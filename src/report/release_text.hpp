// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/release.hpp"

#include <string>

namespace tidegate::report {

// What `gate --release` says to people: open or closed, then each gate with its reasons.
std::string release_text(const model::Release& release);

} // namespace tidegate::report
