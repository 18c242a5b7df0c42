// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run.hpp"
#include "ports/environment.hpp"

namespace tidegate::posix {

// The machine's fingerprint from /proc, the affinity mask, cgroup limits, os-release and RUNNER_*.
model::Runner read_runner(const ports::Environment& environment);

} // namespace tidegate::posix
