// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// What a request to create or to change a check run says, taken into `check`; GitHub's complaint
// where it says too much: 50 annotations at once, 65,535 characters of summary or text.
std::optional<Reply> take_check(const nlohmann::json& body, CheckRun& check);

} // namespace github_standin
