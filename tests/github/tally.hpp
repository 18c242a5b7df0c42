// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/exchange.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace github_standin {

struct RouteCount {
  std::uint64_t requests = 0;
  std::uint64_t counted = 0;   // against a primary rate limit
  std::uint64_t unchanged = 0; // answered 304
};

// How often each route was asked, and which tokens reached which server: all of them, where the log
// in memory only has the latest.
struct Tally {
  std::map<std::string, RouteCount> routes{};
  std::map<std::string, std::map<std::string, std::uint64_t>> tokens{}; // host, name of the token

  void add(const Exchange& exchange) {
    RouteCount& count = routes[exchange.route];
    ++count.requests;
    count.counted += exchange.counted ? 1 : 0;
    count.unchanged += exchange.status == 304 ? 1 : 0;
    ++tokens[exchange.host][exchange.token];
  }
};

} // namespace github_standin
