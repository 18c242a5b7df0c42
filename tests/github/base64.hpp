// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace github_standin {

// RFC 4648, section 4, with padding.
std::string to_base64(std::string_view bytes);
// As GitHub encodes contents: a line break after each 60 letters and at the end.
std::string to_base64_lines(std::string_view bytes);
// Line breaks are skipped; nothing where any other letter stands there.
std::optional<std::string> from_base64(std::string_view text);

} // namespace github_standin
