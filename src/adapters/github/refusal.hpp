// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "util/result.hpp"

#include <string_view>

namespace tidegate::github {

// An answer that is no success, as an error: what was refused, what GitHub says, and a hint at what
// would mend it, where that is known. `permission` is the line that the job's token needs for it:
// "checks: write". It is named where GitHub says that the token may not.
Error refused_error(std::string_view what, const ApiAnswer& answer, std::string_view permission);

} // namespace tidegate::github
