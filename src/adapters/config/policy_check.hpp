// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/config/yaml_reader.hpp"
#include "model/policy.hpp"
#include "util/result.hpp"

#include <string_view>
#include <vector>

namespace tidegate::config {

// Keys that are fine one by one and contradict one another: a gate that is never red, or for ever
// learning, and nobody would notice. Error: usage, at the place of one of them.
Result<void>
check_policy(const std::vector<Entry>& entries, std::string_view file, const model::Policy& policy);

} // namespace tidegate::config
