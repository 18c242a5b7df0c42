// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/comment_posting.hpp"
#include "support/fake_environment.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <string>

using namespace tidegate;
using namespace tidegate::commands;

namespace {

bool from_fork(const std::string& head_repository) {
  const test::TempDir folder;
  const std::string path = (folder.path() / "event.json").string();
  std::ofstream(path) << R"({"pull_request":{"number":7,"head":{"sha":"a","repo":)"
                      << head_repository << R"(},"base":{"repo":{"full_name":"o/r"}}}})";
  test::FakeEnvironment environment;
  environment.variables = {{"GITHUB_EVENT_PATH", path}, {"GITHUB_RUN_ID", "9"}};
  model::Build build;
  build.run.id = "9";
  return comment_frame(build, "", environment).from_fork;
}

} // namespace

TEST_CASE("a pull request comes from a fork also where the fork is gone") {
  CHECK_FALSE(from_fork(R"({"full_name":"o/r"})"));
  CHECK(from_fork(R"({"full_name":"m/r"})"));
  CHECK(from_fork("null"));
}

TEST_CASE("a push comes from no fork") {
  const test::FakeEnvironment environment;
  CHECK_FALSE(comment_frame(model::Build{}, "", environment).from_fork);
}

TEST_CASE("inside Actions a missing token is an input that is missing") {
  test::FakeEnvironment environment;
  CHECK(no_token_hint(environment) == "set GITHUB_TOKEN in the environment of the step");
  environment.variables["GITHUB_ACTIONS"] = "true";
  CHECK(no_token_hint(environment).find("github-token") != std::string::npos);
}
