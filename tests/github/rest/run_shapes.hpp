// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/call.hpp"

namespace github_standin {

// Draws the runs and jobs of one answer. What many of them share is drawn once: a page of a hundred
// runs holds two hundred times the same repository.
class RunShapes {
public:
  explicit RunShapes(const Call& call);

  nlohmann::json run(const Run& run, std::size_t attempt); // from 1
  nlohmann::json job(const Run& run, std::size_t attempt, const Job& job) const;
  nlohmann::json workflow(const Workflow& workflow) const;

private:
  const nlohmann::json& user(const std::string& login);
  const nlohmann::json& repository(const std::string& name);
  nlohmann::json pulls(const Run& run) const;

  const Call& call_;
  std::map<std::string, nlohmann::json> users_;
  std::map<std::string, nlohmann::json> repositories_;
};

// {"id", "number", "url", "head", "base"} of a pull request, as runs and checks name it.
nlohmann::json short_pull_shape(const Call& call, const Pull& pull);

} // namespace github_standin
