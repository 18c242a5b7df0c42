// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/secrets.hpp"

#include <string>
#include <string_view>

namespace tidegate::codec {

// The text without secrets. JSON stays JSON: only what stands in its strings is cleaned, keys
// included; any other text is cleaned as it is.
std::string clean_json(std::string_view text, const util::Redactor& redactor);

} // namespace tidegate::codec
