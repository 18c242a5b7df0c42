// SPDX-License-Identifier: Apache-2.0
#include "commands/github_access.hpp"
#include "support/fake_environment.hpp"

#include <doctest/doctest.h>

namespace tidegate::commands {

TEST_CASE("the repository of a URL is its last two parts, never a user or a password") {
  CHECK(repository_in("https://github.com/o/r.git") == "o/r");
  CHECK(repository_in("https://u:p@github.com/o/r/") == "o/r");
  CHECK(repository_in("git@github.com:o/r.git") == "o/r");
  CHECK(repository_in("ssh://git@github.com:22/o/r") == "o/r");
  for (const char* const text :
       {"https://u:s3cret@github.com/o", "u:s3cret@github.com/o", "https://u:s3cret@o", ""}) {
    CAPTURE(text);
    CHECK(repository_in(text) == "");
  }
}

TEST_CASE("a password in a URL of the environment stays out of what is shown") {
  test::FakeEnvironment environment;
  environment.variables = {{"GITHUB_API_URL", "https://u:s3cret@ghe.example:8443/api/v3"},
                           {"GITHUB_SERVER_URL", "https://u:s3@cret@ghe.example"}};
  CHECK(github_access(environment).api_url == "https://ghe.example:8443/api/v3");
  CHECK(github_server(environment) == "https://ghe.example");
  environment.variables = {{"GITHUB_API_URL", "https://ghe.example/a@b"}};
  CHECK(github_access(environment).api_url == "https://ghe.example/a@b");
}

} // namespace tidegate::commands
