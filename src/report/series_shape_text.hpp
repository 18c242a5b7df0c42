// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series_class.hpp"

#include <string>

namespace tidegate::report {

// "a tidy series"; else with what keeps it from being tidy, and the figures.
std::string series_shape_text(const model::SeriesShape& shape);

} // namespace tidegate::report
