// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace tidegate::codec {

// What others wrote, a tree of it. Discarded where the text is no JSON, or more of it than may be
// parsed (util/json_bounds.hpp). Does not throw.
nlohmann::json parse_json(std::string_view text);

} // namespace tidegate::codec
