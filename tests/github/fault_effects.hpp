// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/faults.hpp"

namespace github_standin {

// What a fault does to an exchange; true where it was the whole answer.
bool suffer(const Fault& fault,
            Exchange& exchange,
            const std::string& other_host,
            httplib::Response& response);

// Of the side that the cache service's signed addresses lead to.
bool is_blob_route(const std::string& route);

} // namespace github_standin
