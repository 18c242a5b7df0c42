// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/refusal.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;

namespace {

Error refused(int status, const std::string& message, const char* permission = "checks: write") {
  return github::refused_error(
      "no check run",
      {.status = status, .body = message.empty() ? "" : R"({"message":")" + message + R"("})"},
      permission);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the permission is named where GitHub says that the token may not") {
  for (const int status : {403, 404}) {
    for (const std::string who : {"integration", "personal access token"}) {
      const auto error = refused(status, "Resource not accessible by " + who);
      CHECK(contains(error.hint, "give the job `permissions: checks: write`"));
      CHECK_FALSE(contains(error.hint, "comment"));
    }
  }
  for (const char* said : {"Repository was archived so is read-only.", "Forbidden", ""}) {
    CHECK(refused(403, said).hint.empty());
  }
}

TEST_CASE("only what a comment lacks is mended by a workflow that comments") {
  const std::string said = "Resource not accessible by integration";
  CHECK(contains(refused(403, said, "pull-requests: write").hint, "tidegate-comment.yml"));
  CHECK(contains(refused(403, said, "checks: write").hint, "of a fork"));
  CHECK_FALSE(contains(refused(403, said, "actions: read").hint, "of a fork"));
}

TEST_CASE("a refusal for another reason has a hint of its own") {
  CHECK(contains(refused(401, "Bad credentials").hint, "wrong or has expired"));
  CHECK(contains(refused(403, "Unable to create comment because issue is locked.").hint, "unlock"));
  CHECK(contains(refused(403, "You must authenticate via a GitHub App.").hint, "GITHUB_TOKEN"));
  CHECK(contains(refused(403,
                         "Resource protected by organization SAML enforcement. You must grant your "
                         "OAuth token access to this organization.")
                     .hint,
                 "single sign-on"));
  for (const auto& error : {refused(401, "Bad credentials"), refused(403, "issue is locked")}) {
    CHECK_FALSE(contains(error.hint, "permissions"));
  }
}

TEST_CASE("what is not found may be hidden from the token") {
  CHECK(contains(refused(404, "Not Found", "pull-requests: write").hint, "check the number"));
  CHECK_FALSE(contains(refused(404, "Not Found").hint, "number"));
  CHECK(contains(refused(404, "Not Found").hint, "GITHUB_REPOSITORY"));
}

TEST_CASE("a 422 tells what is wrong with the request") {
  const auto text = [](const std::string& errors) {
    return github::refusal_text(
        {.status = 422, .body = R"({"message":"Validation Failed","errors":)" + errors + "}"});
  };
  const std::string start = "GitHub answered 422: Validation Failed";
  CHECK(text(R"([{"code":"unprocessable","message":"Body is too long"}])")
        == start + ": Body is too long");
  CHECK(text(R"(["No commit found\n::error::"])") == start + ": No commit found::error::");
  CHECK(text(R"([{"field":"head_sha","code":"invalid"}])") == start + ": head_sha invalid");
  CHECK(text(R"([1,{},null,"a","b","c","d"])") == start + ": a: b: c");
  CHECK(text(R"("x")") == start);
}
