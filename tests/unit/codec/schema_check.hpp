// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::codec {

// Compares a JSON text with templates/schemas/`schema`: as much of draft-07 as our schemas use, and
// stricter in one point: a key that the schema does not describe is a complaint. Empty: all is
// well.
std::string complaints(std::string_view json, const std::string& schema);
// The same with one of its definitions.
std::string
complaints(std::string_view json, const std::string& schema, const std::string& definition);

} // namespace tidegate::codec
