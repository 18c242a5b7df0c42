// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace github_standin {

// A weak one, as GitHub's: W/"...", the same for the same body.
std::string etag_of(std::string_view body);
// Whether the header If-None-Match names that tag (RFC 9110, 13.1.2: weakly compared).
bool names_tag(std::string_view header, std::string_view tag);

} // namespace github_standin
