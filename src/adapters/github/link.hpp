// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::github {

// The URL of rel="next" in a Link header (RFC 8288); empty where there is none.
std::string next_page(std::string_view header);

} // namespace tidegate::github
