// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/run_context.hpp"
#include "support/fake_environment.hpp"

#include <doctest/doctest.h>
#include <map>

using namespace tidegate;
using namespace tidegate::test;

namespace {

std::string base64url(const std::string& bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) {
      text += digits[(bits >> (held - 6)) & 63U];
    }
  }
  return held == 0 ? text : text + digits[(bits << (6 - held)) & 63U];
}

model::CacheAccess access_of(const std::string& token) {
  FakeEnvironment environment;
  environment.variables["ACTIONS_RUNTIME_TOKEN"] = token;
  return actions::read_cache_access(environment);
}

model::CacheAccess access_with_claims(const std::string& claims) {
  return access_of("eyJhbGciOiJub25lIn0." + base64url(claims) + ".c2ln");
}

} // namespace

TEST_CASE("the run is read from the variables of the runner") {
  FakeEnvironment environment;
  environment.variables = {{"GITHUB_ACTIONS", "true"},
                           {"GITHUB_REPOSITORY", "o/app"},
                           {"GITHUB_RUN_ID", "123"},
                           {"GITHUB_RUN_ATTEMPT", "2"},
                           {"GITHUB_WORKFLOW", "ci"},
                           {"GITHUB_JOB", "build"},
                           {"TIDEGATE_MATRIX", R"({"arch": "arm64"})"},
                           {"GITHUB_SHA", "abc"},
                           {"GITHUB_REF", "refs/pull/42/merge"},
                           {"GITHUB_EVENT_NAME", "pull_request"},
                           {"GITHUB_ACTOR", "octocat"}};
  CHECK(actions::in_actions(environment));
  CHECK(actions::read_run(environment)
        == model::Run{"o/app",
                      "123",
                      "2",
                      "ci",
                      "build",
                      "arm64",
                      "abc",
                      "refs/pull/42/merge",
                      "pull_request",
                      "octocat",
                      "42"});
}

TEST_CASE("a leg is named by the input, by the workflow, or by the matrix of the job") {
  const auto leg = [](std::map<std::string, std::string> variables) {
    FakeEnvironment environment;
    environment.variables.insert(variables.begin(), variables.end());
    return actions::read_run(environment).leg;
  };
  const std::string matrix = R"({"platform": "linux/arm64", "debug": false})";
  CHECK(leg({{"TIDEGATE_MATRIX", matrix}}) == "linux/arm64, false");
  CHECK(leg({{"TIDEGATE_MATRIX", matrix}, {"TIDEGATE_LEG", "own"}}) == "own");
  CHECK(leg({{"TIDEGATE_MATRIX", matrix}, {"TIDEGATE_LEG", "own"}, {"INPUT_LEG", "arm"}}) == "arm");
  CHECK(leg({{"TIDEGATE_MATRIX", "null"}}).empty());
  CHECK(leg({{"INPUT_LEG", "a\r\x1b[31mb"}}).find('\x1b') == std::string::npos);
}

TEST_CASE("outside Actions the run is empty") {
  const FakeEnvironment environment;
  CHECK_FALSE(actions::in_actions(environment));
  CHECK(actions::read_run(environment) == model::Run{});
}

TEST_CASE("only the ref of a pull request gives its number") {
  FakeEnvironment environment;
  for (const char* const ref : {"refs/heads/main",
                                "refs/heads/pull/42/merge",
                                "refs/pull/x/merge",
                                "refs/pull//merge",
                                "refs/pull",
                                ""}) {
    environment.variables["GITHUB_REF"] = ref;
    CAPTURE(ref);
    CHECK(actions::read_run(environment).pr.empty());
  }
}

TEST_CASE("the rights on the cache come from the token's ac claim, a string that holds JSON") {
  const auto access = access_with_claims(
      R"({"ac":"[{\"Scope\":\"refs/heads/b?>~\",\"Permission\":3},{\"Scope\":\"refs/heads/main\",\"Permission\":1}]","exp":1790000000})");
  CHECK(access.token);
  CHECK(access.token_readable);
  REQUIRE(access.scopes.size() == 2);
  CHECK(access.scopes[0] == model::CacheAccess::Scope{"refs/heads/b?>~", true, true});
  CHECK(access.scopes[1] == model::CacheAccess::Scope{"refs/heads/main", true, false});
  CHECK(access.expires == Time(std::chrono::seconds(1'790'000'000)));
}

TEST_CASE("a token without readable rights is a token all the same") {
  for (const char* const token : {"x", "a.b.c", "..", "a.!!!.c", "a.b.c.d", "\xff.\xff.\xff"}) {
    CAPTURE(token);
    CHECK(access_of(token).token);
    CHECK_FALSE(access_of(token).token_readable);
  }
  for (const char* const claims : {"",
                                   "[]",
                                   "{}",
                                   R"({"ac":[]})",
                                   R"({"ac":"x"})",
                                   R"({"ac":"{}"})",
                                   R"({"ac":7,"exp":"soon"})",
                                   R"({"exp":1e300})",
                                   R"({"exp":-5})"}) {
    CAPTURE(claims);
    const auto access = access_with_claims(claims);
    CHECK_FALSE(access.token_readable);
    CHECK_FALSE(access.expires.has_value());
  }
}

TEST_CASE("a broken scope is left out, the others survive") {
  const auto access = access_with_claims(
      R"({"ac":"[7,{},{\"Scope\":1,\"Permission\":1},{\"Scope\":\"a\",\"Permission\":\"3\"},{\"Scope\":\"b\",\"Permission\":2}]"})");
  REQUIRE(access.scopes.size() == 1);
  CHECK(access.scopes[0] == model::CacheAccess::Scope{"b", false, true});
}

TEST_CASE("the cache service and its mode are read from the environment") {
  FakeEnvironment environment;
  CHECK(actions::read_cache_access(environment) == model::CacheAccess{});
  environment.variables = {{"ACTIONS_RESULTS_URL", "https://results/"},
                           {"ACTIONS_CACHE_SERVICE_V2", "True"},
                           {"ACTIONS_CACHE_MODE", "read"}};
  auto access = actions::read_cache_access(environment);
  CHECK(access.url);
  CHECK(access.v2);
  CHECK(access.mode == "read");
  CHECK_FALSE(access.token);
  environment.variables = {{"ACTIONS_CACHE_URL", "https://cache/"},
                           {"ACTIONS_CACHE_SERVICE_V2", "no"}};
  access = actions::read_cache_access(environment);
  CHECK(access.url);
  CHECK_FALSE(access.v2);
}

TEST_CASE("every token of the environment is a secret, once") {
  FakeEnvironment environment;
  CHECK(actions::environment_secrets(environment).empty());
  environment.variables = {{"ACTIONS_RUNTIME_TOKEN", "one"},
                           {"ACTIONS_ID_TOKEN_REQUEST_TOKEN", "two"},
                           {"GITHUB_TOKEN", "three\n"},
                           {"GH_TOKEN", "three"},
                           {"INPUT_GITHUB-TOKEN", "four"},
                           {"INPUT_GITHUB_TOKEN", "five"},
                           {"HOME", "/root"}};
  CHECK(actions::environment_secrets(environment)
        == std::vector<std::string>{"one", "two", "three", "four", "five"});
}

TEST_CASE(
    "what a job calls a secret by its name is one, where it is long enough to be none by chance") {
  FakeEnvironment environment;
  environment.variables = {{"MY_SECRET", "correct horse battery"},
                           {"DEPLOY_KEY", "0123456789ab"},
                           {"POSTGRES_PASSWORD", "postgres"},
                           {"GITHUB_TOKEN_NAME", "nothing secret at all"},
                           {"KEYBOARD", "a quite usual layout"},
                           {"GITHUB_SHA", "0123456789abcdef0123456789abcdef01234567"}};
  CHECK(actions::environment_secrets(environment)
        == std::vector<std::string>{"0123456789ab", "correct horse battery"});
}

TEST_CASE("the name of a thing and the place of a file are no secrets") {
  FakeEnvironment environment;
  environment.variables = {{"CACHE_KEY", "linux-amd64-release"},
                           {"SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"},
                           {"GOOGLE_APPLICATION_CREDENTIALS", "/tmp/credentials.json"},
                           {"SSH_AUTH_SOCK", "/tmp/agent.4711"},
                           {"OLDPWD", "/home/runner/work"}};
  CHECK(actions::environment_secrets(environment).empty());
  environment.variables["TLS_CERT_FILE"] = "inline certificate";
  CHECK(actions::environment_secrets(environment).size() == 1);
}

TEST_CASE("the lines of the input `secrets` are secrets, without their names and quotes") {
  FakeEnvironment environment;
  environment.variables = {
      {"INPUT_SECRETS",
       "A=first-value\nEMPTY=\n\"B=pass\"\"word-2\nMTIzNDU2Nzg5MA==\"\nC=x=y=zzzzz"}};
  CHECK(
      actions::environment_secrets(environment)
      == std::vector<std::string>{"first-value", "pass\"word-2", "MTIzNDU2Nzg5MA==", "x=y=zzzzz"});
}

TEST_CASE("a number in the matrix that is a secret elsewhere does not spoil the leg") {
  FakeEnvironment environment;
  environment.variables = {{"API_KEY", "123456789012"},
                           {"TIDEGATE_MATRIX", R"({"id":123456789012,"os":"linux"})"}};
  CHECK(actions::read_run(environment).leg == "***, linux");
}
