// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::ports {

struct HttpRequest {
  std::string method{"GET"};
  std::string url;         // http or https
  std::string unix_socket; // path: talk to the server behind it instead of the URL's host
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds time_limit{5000}; // for the whole exchange
  std::size_t max_answer_bytes{8U << 20U};
};

struct HttpAnswer {
  int status{0};
  std::string body;
};

class Http {
public:
  virtual ~Http() = default;

  // Any HTTP status is an answer; an error is external (no connection, time limit, too large).
  // Does not follow redirects.
  virtual Result<HttpAnswer> send(const HttpRequest& request) = 0;
};

} // namespace tidegate::ports
