// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/system_usage.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

// Inside adapters/docker only.
namespace tidegate::docker {

// `resourceUsage` of one step: samples of its cgroup (executor/resources/types of moby/buildkit).
// All counters but the memory only grow, so the largest value is the total. nullopt where nothing
// was measured: the host has no cgroup v2.
std::optional<model::StepResources> read_step_usage(const nlohmann::json& usage);

// `sysUsage`: the whole machine (SysSample of moby/buildkit), in order of time.
std::vector<model::SystemSample> read_system_usage(const nlohmann::json& samples);

} // namespace tidegate::docker
