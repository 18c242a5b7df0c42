// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <string>

namespace tidegate::report {

// "compared with 0123abc of main, the merge-base"; empty where there is no baseline. Not escaped.
std::string compared_with(const model::Build& build);

// ", the merge-base", ", the newest recorded before the merge-base 4567def", or nothing where the
// merge-base is not known.
std::string merge_base_words(const model::Baseline& baseline);

} // namespace tidegate::report
