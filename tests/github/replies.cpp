// SPDX-License-Identifier: Apache-2.0
#include "github/replies.hpp"

#include "github/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace github_standin {

void reply_json(httplib::Response& response, const nlohmann::json& value) {
  response.set_content(to_line(value), "application/json");
}

std::string twirp_code(int status) {
  switch (status) {
  case 400:
    return "invalid_argument";
  case 401:
    return "unauthenticated";
  case 403:
    return "permission_denied";
  case 404:
    return "not_found";
  case 409:
    return "already_exists";
  case 429:
    return "resource_exhausted";
  case 503:
    return "unavailable";
  default:
    return "internal";
  }
}

void reply_twirp_error(httplib::Response& response, int status, const std::string& message) {
  response.status = status;
  reply_json(response, {{"code", twirp_code(status)}, {"msg", message}});
}

void reply_azure_error(httplib::Response& response,
                       int status,
                       const std::string& code,
                       const std::string& message) {
  response.status = status;
  response.set_header("x-ms-error-code", code);
  response.set_content(R"(<?xml version="1.0" encoding="utf-8"?><Error><Code>)" + code
                           + "</Code><Message>" + message + "</Message></Error>",
                       "application/xml");
}

} // namespace github_standin
