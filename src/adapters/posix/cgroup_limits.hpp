// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace tidegate::posix {

struct CgroupLimits {
  std::optional<int> cpus; // a share of a CPU counts as one
  std::optional<std::uint64_t> memory_bytes;
};

// The narrowest limits of this process's control groups and of those above them, v2 and v1. `root`
// is "/".
CgroupLimits read_cgroup_limits(const std::filesystem::path& root);

} // namespace tidegate::posix
