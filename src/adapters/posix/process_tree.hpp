// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <vector>

namespace tidegate::posix {

// Children of `root`, their children and so on, as /proc shows them now.
std::vector<pid_t> descendants(pid_t root);

// SIGKILL to `root`, which must not have been waited for, and to its descendants: docker runs
// docker-buildx as a child, which would outlive it and keep our pipes open.
void kill_tree(pid_t root);

} // namespace tidegate::posix
