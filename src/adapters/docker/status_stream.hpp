// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"

#include <functional>
#include <string_view>

namespace tidegate::docker {

// The progress of a build as the engine keeps it (`application/vnd.buildkit.status.v0`): messages
// of the type StatusResponse (api/services/control of moby/buildkit) one after another, each behind
// its length as 32 bits, little end first (solver/llbsolver/history). A message that is damaged is
// handed over as far as it could be read.
// False where the stream is cut off or damaged.
bool read_status_stream(std::string_view stream,
                        const std::function<void(const model::Progress&)>& sink);

} // namespace tidegate::docker
