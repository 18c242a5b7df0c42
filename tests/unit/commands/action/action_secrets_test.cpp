// SPDX-License-Identifier: Apache-2.0
#include "support/temp_dir.hpp"
#include "unit/commands/action/action_rig.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("secrets go to files and nothing of them into the arguments") {
  const auto inputs =
      good({{"INPUT_CONTEXT", "."}, {"INPUT_SECRETS", "a=hush=1\n\"b=two\nlines\n\"\n"}});
  REQUIRE(inputs.secret_files.size() == 2);
  CHECK(inputs.secret_files[0].content == "hush=1");
  CHECK(inputs.secret_files[1].content == "two\nlines\n");
  CHECK(inputs.secret_files[0].path.starts_with("/runner/temp/tidegate-secrets-"));
  CHECK(values_of(inputs, "--secret")
        == Strings{"id=a,src=" + inputs.secret_files[0].path,
                   "id=b,src=" + inputs.secret_files[1].path});
  CHECK(inputs.secrets == Strings{"hush=1", "two\nlines\n"});
  CHECK(std::ranges::none_of(inputs.buildx_args, [](const std::string& argument) {
    return argument.find("hush") != std::string::npos || argument.find("two") != std::string::npos;
  }));
}

TEST_CASE("two readings never share a folder for secrets") {
  const Map variables{{"INPUT_SECRETS", "a=1"}};
  CHECK(good(variables).secret_files[0].path != good(variables).secret_files[0].path);
}

TEST_CASE("an entry without key or value is left out, and the warning does not show it") {
  const auto inputs = good({{"INPUT_SECRETS", "hush\n=hush\nkey=\nok=1"},
                            {"INPUT_SECRET_ENVS", "nothing"},
                            {"INPUT_SECRET_FILES", "nothing"}});
  CHECK(inputs.secret_files.size() == 1);
  CHECK(inputs.warnings
        == Strings{"input \"secrets\": entry 1 has not the form KEY=VALUE and is left out",
                   "input \"secrets\": entry 2 has not the form KEY=VALUE and is left out",
                   "input \"secrets\": entry 3 has not the form KEY=VALUE and is left out",
                   "input \"secret-envs\": entry 1 has not the form KEY=VALUE and is left out",
                   "input \"secret-files\": entry 1 has not the form KEY=VALUE and is left out"});
}

TEST_CASE("secrets from variables and files are named, not read") {
  const test::TempDir temp;
  const std::filesystem::path& folder = temp.path();
  std::ofstream(folder / "key,1.pem") << "hush";
  const auto inputs = good({{"INPUT_WORKING_DIRECTORY", folder.string()},
                            {"INPUT_SECRET_ENVS", "a=TOKEN_A,b=TOKEN_B"},
                            {"INPUT_SECRET_FILES", "pem=key,1.pem\ngone=missing.pem"}});
  CHECK(values_of(inputs, "--secret")
        == Strings{"id=a,env=TOKEN_A", "id=b,env=TOKEN_B", "id=pem,\"src=key,1.pem\""});
  CHECK(inputs.warnings
        == Strings{
            "input \"secret-files\": \"missing.pem\" for \"gone\" is not there and is left out"});
  CHECK(inputs.secret_files.empty());
  CHECK(inputs.working_directory == folder.string());
}

TEST_CASE("the token for Git goes along only where the repository of the run is built") {
  const auto own = good({{"INPUT_GITHUB_TOKEN", "t0ken"}});
  REQUIRE(own.secret_files.size() == 1);
  CHECK(own.secret_files[0].content == "t0ken");
  CHECK(values_of(own, "--secret")
        == Strings{"id=GIT_AUTH_TOKEN.github.com,src=" + own.secret_files[0].path});

  for (const char* context :
       {".", "https://github.com/other/app.git", "https://evil.example/octo/app.git#0123abc"}) {
    CAPTURE(context);
    const auto other = good({{"INPUT_GITHUB_TOKEN", "t0ken"}, {"INPUT_CONTEXT", context}});
    CHECK(values_of(other, "--secret").empty());
    CHECK(other.secret_files.empty());
    CHECK(other.secrets == Strings{"t0ken"});
  }
}

TEST_CASE("a token for Git among the secrets is used instead of the job's") {
  for (const char* secret : {"GIT_AUTH_TOKEN=mine", "GIT_AUTH_TOKEN.github.com=mine"}) {
    CAPTURE(secret);
    const auto inputs = good({{"INPUT_GITHUB_TOKEN", "t0ken"}, {"INPUT_SECRETS", secret}});
    CHECK(inputs.secret_files.size() == 1);
    CHECK(inputs.secrets == Strings{"mine", "t0ken"});
  }
}

TEST_CASE("the token for Git is bound to the host of the server") {
  const auto inputs =
      good({{"INPUT_GITHUB_TOKEN", "t0ken"}, {"GITHUB_SERVER_URL", "https://Git.Example:8443/"}});
  REQUIRE(inputs.secret_files.size() == 1);
  CHECK(values_of(inputs, "--secret")[0].starts_with("id=GIT_AUTH_TOKEN.git.example:8443,src="));
}
