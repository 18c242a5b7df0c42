// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.hpp"
#include "model/verification.hpp"

#include <string>

namespace tidegate::codec {

// The metadata of the event, alone.
std::string to_json(const model::Verification& verification, int indent = -1);

// The event `docker_cache_metrics`. Its metadata has the keys that existing readers rely on
// (cached_build_time in seconds, cache_enabled, dockerfile), and what was measured beside them.
model::Event verification_event(const model::Verification& verification);

} // namespace tidegate::codec
