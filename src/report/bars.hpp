// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::report {

// "████▍" for a share of `columns`, to an eighth of a column; what is not nothing shows at least
// that.
std::string bar(double share, int columns);

// `block` from one share of `columns` to another, blanks around it: always `columns` wide, and at
// least one block.
std::string placed_bar(double from, double to, int columns, std::string_view block);

} // namespace tidegate::report
