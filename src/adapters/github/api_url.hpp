// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::github {

// "https://host:8443" of "https://host:8443/api/v3"; empty where it is no URL.
std::string_view origin_of(std::string_view url);

// Whether `url` is of the API at `api_url` (without a slash at its end): same scheme, host and
// port, below the same path. No segments "." and "..", encoded or not, that lead out of it again.
bool is_within(std::string_view api_url, std::string_view url);

// https://host/api/v3 of an Enterprise Server has it beside the REST API.
std::string graphql_url(std::string_view api_url);

} // namespace tidegate::github
