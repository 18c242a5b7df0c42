// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// POST /graphql, of which the stand-in knows the mutation createCommitOnBranch, with its input as a
// variable, and viewer { login }. It does not read the query's selection: an answer has all fields.
std::span<const Route> graphql_routes();

} // namespace github_standin
