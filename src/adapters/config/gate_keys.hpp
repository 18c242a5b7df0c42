// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/config/keys.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::config {

// "gate" and the keys below it, but those of single metrics.
std::span<const Key> gate_keys();

// metric_keys.cpp: "gate.metrics.build-time", "gate.metrics.build-time.floor" ... of each kind of
// metric. nullptr where there is no such key.
const Key* find_metric_key(std::string_view name);
std::vector<std::string> metric_key_names();

} // namespace tidegate::config
