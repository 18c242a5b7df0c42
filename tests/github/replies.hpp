// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <httplib.h>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace github_standin {

// How each side of GitHub's cache words its answers.

void reply_json(httplib::Response& response, const nlohmann::json& value);
// The code that twirp gives to an HTTP status.
std::string twirp_code(int status);
void reply_twirp_error(httplib::Response& response, int status, const std::string& message);
void reply_azure_error(httplib::Response& response,
                       int status,
                       const std::string& code,
                       const std::string& message);

} // namespace github_standin
