// SPDX-License-Identifier: Apache-2.0
#include "codec/parse_json.hpp"

#include "util/json_bounds.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {

using nlohmann::json;

json parse_json(std::string_view text) {
  return util::json_excess(text).empty() ? json::parse(text, nullptr, false)
                                         : json(json::value_t::discarded);
}

} // namespace tidegate::codec
