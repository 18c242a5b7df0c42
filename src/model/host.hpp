// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run.hpp"

#include <string>

namespace tidegate::model {

// What tells machines apart in a series: "AMD EPYC 7763 x 4"; empty where the CPU is not known.
std::string host_of(const Runner& runner);

} // namespace tidegate::model
