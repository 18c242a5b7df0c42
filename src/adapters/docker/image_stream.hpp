// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/ports.hpp"
#include "util/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tidegate::docker {

// What `docker save` would write, piece by piece from the engine's local socket
// (GET /images/{name}/get); a false from `on_piece` ends it with an error. Error: external.
Result<void> stream_image(ports::Ports ports,
                          const std::string& ref_or_digest,
                          const std::function<bool(std::string_view piece)>& on_piece);

} // namespace tidegate::docker
