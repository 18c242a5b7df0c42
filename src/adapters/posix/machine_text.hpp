// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::posix {

// Texts of Linux about the machine. What is not there is "", 0 or nullopt.

// /proc/cpuinfo: the model's name; on ARM, where there is none, decoded from implementer and part.
std::string cpu_model_in(std::string_view cpuinfo);

// /proc/meminfo: MemTotal.
std::uint64_t memory_bytes_in(std::string_view meminfo);

// os-release: PRETTY_NAME.
std::string pretty_name_in(std::string_view os_release);

// uname's words as the Actions runner says them: "X64", "ARM64"; others stay.
std::string runner_arch(std::string_view machine);

// cgroup v2 `cpu.max`: "150000 100000" is 2; cgroup v1 has the two numbers in two files. nullopt:
// no limit.
std::optional<int> cpus_in(std::string_view cpu_max);

// cgroup v2 `memory.max`, v1 `memory.limit_in_bytes`. nullopt: no limit.
std::optional<std::uint64_t> bytes_in(std::string_view memory_max);

} // namespace tidegate::posix
