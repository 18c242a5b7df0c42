// SPDX-License-Identifier: Apache-2.0
#include "github/rest/rate_routes.hpp"

#include "github/rest/shapes.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

json rate_shape(const Rate& rate) {
  return {{"limit", rate.limit},
          {"remaining", rate.remaining()},
          {"reset", rate.reset},
          {"used", rate.used}};
}

Reply get_rate_limit(const Call& call) {
  const json core = rate_shape(call.parts.rates.see("core"));
  const json graphql = rate_shape(call.parts.rates.see("graphql"));
  return {.body = {{"resources", {{"core", core}, {"search", core}, {"graphql", graphql}}},
                   {"rate", core}}};
}

// The token of a job is no user.
Reply get_user(const Call& call) {
  return call.token.login.ends_with("[bot]")
             ? refusal(403, "Resource not accessible by integration")
             : Reply{.body = user_shape(call, call.token.login)};
}

constexpr std::array<Route, 2> routes{{
    {"GET", "=rate_limit", "GetRateLimit", "", get_rate_limit},
    {"GET", "=user", "GetUser", "", get_user},
}};

} // namespace

std::span<const Route> rate_routes() {
  return routes;
}

} // namespace github_standin
