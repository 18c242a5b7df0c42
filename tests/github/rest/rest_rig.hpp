// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/json_fields.hpp"
#include "github/test_rig.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <string>

namespace github_standin::test {

// A stand-in with the repository o/r, and calls to its API.
class Site {
public:
  Site() { control("repositories", {{"name", "o/r"}}); }

  nlohmann::json control(const std::string& route, const nlohmann::json& order) const {
    const Answer answer = rig.post("/_control/" + route, to_line(order));
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return parse_any(answer.body);
  }

  // `path` with a slash in front is one of the API, else one of the repository.
  Answer ask(const std::string& method,
             const std::string& path,
             const nlohmann::json& body = {},
             httplib::Headers headers = {}) const {
    if (headers.count("Authorization") == 0) {
      headers.emplace("Authorization", "Bearer secret");
    }
    httplib::Request request;
    request.method = method;
    request.path = path.starts_with('/') ? path : "/repos/o/r/" + path;
    request.headers = std::move(headers);
    request.body = body.is_null() ? "" : to_line(body);
    auto client = rig.client();
    client.set_url_encode(false);
    const auto result = client.send(request);
    return result
               ? Answer{.status = result->status, .body = result->body, .headers = result->headers}
               : Answer();
  }

  nlohmann::json get(const std::string& path) const {
    const Answer answer = ask("GET", path);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return parse_any(answer.body);
  }

  nlohmann::json post(const std::string& path, const nlohmann::json& body, int status = 201) const {
    const Answer answer = ask("POST", path, body);
    REQUIRE_MESSAGE(answer.status == status, answer.body);
    return parse_any(answer.body);
  }

  Rig rig;
};

} // namespace github_standin::test
