// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::actions {

// The name of a matrix leg from `toJSON(matrix)`: its values in their order, as GitHub puts them
// into the name of a job ("amd64, debug"). One printable line of at most 100 bytes. Empty where the
// job has no matrix, or the text is no JSON object.
std::string matrix_leg(std::string_view matrix_json);

} // namespace tidegate::actions
