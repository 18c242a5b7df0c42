// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::util {

// RFC 4648 base64 with padding. The way back is in util/text.hpp.
std::string encode_base64(std::string_view bytes);

} // namespace tidegate::util
