// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

#include <optional>

namespace github_standin {

struct Matched {
  const Route* route = nullptr; // null: nothing is there for this method
  std::string prefix;           // "", or "/api/v3" as on an Enterprise Server
  std::string repository;
  std::vector<std::string> captured{};
};

// The route for the target of a request. A slash inside of a segment is written %2F; where the
// route ends in {*}, a plain one does as well.
Matched match(const std::string& method, const std::string& target);

} // namespace github_standin
