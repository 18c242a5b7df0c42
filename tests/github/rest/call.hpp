// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace github_standin {

// A request to the REST API that may be served: who asks is known and allowed to. World is locked.
struct Call {
  const Parts& parts;
  const httplib::Request& request;
  const KnownToken& token;
  std::string api;        // address of the API as the client knows it, no slash at its end
  std::string repository; // "owner/name"; empty where the path names none
  std::vector<std::string> captured; // what stands for each {} of the route
  nlohmann::json body;               // an object, also where nothing was sent

  Project& project() const { return parts.world.projects[repository]; }

  // The address of something of this repository.
  std::string url(const std::string& path) const { return api + "/repos/" + repository + path; }

  // The number that stands for that {}; 0 where it is none.
  Id id(std::size_t index) const;

  std::string query(const char* name) const { return request.get_param_value(name); }
};

struct Reply {
  int status = 200;
  nlohmann::json body{}; // null: an answer without a body
  std::vector<std::pair<std::string, std::string>> headers{};
};

struct Route {
  const char* method;
  // Below /repos/OWNER/NAME; {} is one segment, {*} all the rest. "=" in front: a whole path.
  const char* pattern;
  const char* name;        // in the log and in faults
  const char* permissions; // any of these, separated by "|"; empty: none is needed
  Reply (*answer)(const Call& call);
};

Reply not_found();
// `field` may be empty.
Reply invalid(const std::string& resource, const std::string& field, const std::string& message);
// An error in GitHub's form, with that message.
Reply refusal(int status, const std::string& message);

} // namespace github_standin
