// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/world.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

struct MadeRuns {
  std::size_t count = 10;
  std::size_t jobs = 3; // of each attempt; the first may have one more or less
  std::size_t steps = 5;
  std::uint32_t seed = 1;
  Moment first = 1'767'225'600; // when the oldest one was created: 2026-01-01
  Moment spacing = 600;         // between two of them
};

// The same order makes the same runs: three workflows, five branches, four events, some failures,
// and of these some that passed on a second attempt. Ids go on from the highest one there is.
std::vector<Id> make_runs(World& world, const std::string& repository, const MadeRuns& order);

// A run as the API would tell it, with "attempts" that hold "jobs" that hold "steps"; what is
// absent has a usual value. With the id of an existing run it takes its place.
tl::expected<Id, std::string>
put_run(World& world, const std::string& repository, const nlohmann::json& told);

} // namespace github_standin
