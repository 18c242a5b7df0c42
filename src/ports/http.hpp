// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
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
  // Where set, the body of a 200 goes here piece by piece, without a limit; false ends the exchange
  // with an error.
  std::function<bool(std::string_view piece)> on_piece{};
};

struct HttpAnswer {
  int status{0};
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{}; // names in lower case

  // "" where it is not there.
  [[nodiscard]] std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) {
        return value;
      }
    }
    return {};
  }
};

class Http {
public:
  virtual ~Http() = default;

  // Any HTTP status is an answer; an error is external (no connection, time limit, too large).
  // Does not follow redirects.
  virtual Result<HttpAnswer> send(const HttpRequest& request) = 0;
};

} // namespace tidegate::ports
