// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/build/build.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// `build --verify-cache[=N]`: measures what the cache is worth. First one build that fills the
// cache and is not counted, then N pairs, cold before warm:
//   cold  --no-cache without any --cache-from and --cache-to: what a run without a cache does
//   warm  the command as it was given; with --verify-cache-prune the builder's own cache is
//         emptied before it (docker buildx prune -af) and its image removed, so that all must come
//         from --cache-from
// Times are those of the whole command. Recorded as one event of its own, never as builds.
Result<int> verify_cache(const BuildOptions& options, ports::Ports ports);

} // namespace tidegate::commands
