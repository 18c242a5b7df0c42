// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"

#include <cstddef>

// Inside the client only.
namespace tidegate::github {

// What one call of ours asks; it may take several requests.
struct Client::Question {
  ports::HttpRequest request{};
  std::size_t most_bytes{0};
  bool repeatable{true};
  bool may_leave{false}; // a redirect to another host is followed, without the token
};

struct Client::Sent {
  Result<ports::HttpAnswer> answer;
  bool final{false}; // an error that repeating does not mend
};

} // namespace tidegate::github
