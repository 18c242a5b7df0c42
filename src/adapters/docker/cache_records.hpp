// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/cache_record.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <vector>

namespace tidegate::docker {

// The build cache of the engine's own BuildKit, from GET /system/df?type=build-cache on its local
// socket (4 ms). A record's size is the disk use of its snapshot, in whole blocks, plus every
// compressed copy of it that was made for a push, an image or a cache export (moby/buildkit
// cache/refs.go, cacheRecord.size). Empty where the engine is not behind a local socket; builders
// of the driver docker-container keep a cache of their own, which the engine does not see.
// Error: external.
Result<std::vector<model::CacheRecord>> cache_records(ports::Ports ports);

} // namespace tidegate::docker
