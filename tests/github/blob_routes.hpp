// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

#include <cstdint>
#include <string>

namespace github_standin {

// Azure's SDK for JavaScript takes account and container out of the path of an address by number.
std::string signed_url(const std::string& base, std::uint64_t id, const std::string& signature);

// The addresses that the service signs, answered as Azure's blob service does.
void add_blob_routes(const Parts& parts);

} // namespace github_standin
