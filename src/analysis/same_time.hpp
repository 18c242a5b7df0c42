// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

namespace tidegate::analysis {

// Two times of one thing that differ by no more than machines of one kind do: 5 % of the longer one
// or a second.
bool same_time(Seconds one, Seconds other);

} // namespace tidegate::analysis
