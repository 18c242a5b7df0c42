// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build_diff.hpp"

#include <string>

namespace tidegate::report {

// "+12.3s", "-1.20 MB", "0.00s"; empty where it is not known.
std::string show_difference(const model::TimeChange& change);
std::string show_difference(const model::BytesChange& change);

} // namespace tidegate::report
