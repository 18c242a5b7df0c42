// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/iso_time.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace github_standin {

// One of GitHub's primary limits, as the headers x-ratelimit-* tell it.
struct Rate {
  std::uint64_t limit = 5000;
  std::uint64_t used = 0;
  Moment reset = 0; // when `used` is 0 again
  std::uint64_t window = 3600;
  int refusal = 403; // or 429: GitHub may answer either

  std::uint64_t remaining() const { return used < limit ? limit - used : 0; }
};

// By resource: "core", "graphql". Every function may be called from any thread.
class Rates {
public:
  Rate see(const std::string& resource);
  // Counts one request; false where none is left.
  bool take(const std::string& resource);
  // A request that was taken turned out not to count.
  void give_back(const std::string& resource);
  void set(const std::string& resource, const Rate& rate);
  void forget();

private:
  Rate& current(const std::string& resource);

  std::mutex guard_;
  std::map<std::string, Rate> rates_;
};

} // namespace github_standin
