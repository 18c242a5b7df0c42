// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::util {

// What stands between the quotes of a JSON string, its escapes undone, into `text`. JsonScan has
// found them right.
void unescape_json(std::string_view raw, std::string& text);

} // namespace tidegate::util
