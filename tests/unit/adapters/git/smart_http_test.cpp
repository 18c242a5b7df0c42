// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/smart_http.hpp"
#include "support/fake_http.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace tidegate::git {
namespace {

const Remote remote{.url = "https://github.com/o/r", .authorization = "Basic c2VjcmV0"};
const std::string refs = "/info/refs?service=git-upload-pack";

std::string header(const ports::HttpRequest& request, std::string_view name) {
  const auto found =
      std::ranges::find(request.headers, name, [](const auto& one) { return one.first; });
  return found == request.headers.end() ? "" : found->second;
}

ports::HttpAnswer answer(int status, std::string body = {}) {
  return {.status = status, .body = std::move(body), .headers = {{"content-type", "text/plain"}}};
}

ports::HttpAnswer redirect(std::string target) {
  return {.status = 301, .body = {}, .headers = {{"location", std::move(target)}}};
}

} // namespace

TEST_CASE("a question asks for protocol version 2 and brings the authorization along") {
  test::FakeHttp http;
  http.script = {answer(200, "refs"), answer(200, "pack"), answer(200, "done")};
  SmartHttp git(http, remote);
  CHECK(git.advertisement() == "refs");
  CHECK(git.ask("x") == "pack");
  CHECK(git.push("y") == "done");
  CHECK(http.asked[0].url == remote.url + refs);
  CHECK(http.asked[1].url == remote.url + "/git-upload-pack");
  CHECK(header(http.asked[1], "Content-Type") == "application/x-git-upload-pack-request");
  CHECK(http.asked[2].url == remote.url + "/git-receive-pack");
  for (const auto& request : http.asked) {
    CHECK(header(request, "Git-Protocol") == "version=2");
    CHECK(header(request, "Authorization") == remote.authorization);
  }
}

TEST_CASE("a redirect within the host is followed, and counts from then on") {
  test::FakeHttp http;
  http.script = {redirect("https://github.com/o/renamed" + refs), answer(200, "refs"), answer(200)};
  SmartHttp git(http, remote);
  CHECK(git.advertisement() == "refs");
  CHECK(git.ask("x").has_value());
  CHECK(http.asked[2].url == "https://github.com/o/renamed/git-upload-pack");
}

TEST_CASE("a redirect to another host, or to something else, is not followed") {
  for (const std::string& target : {"https://evil.example/o/r" + refs,
                                    "http://github.com/o/r" + refs,
                                    std::string("https://github.com/login"),
                                    std::string()}) {
    test::FakeHttp http;
    http.script = {redirect(target)};
    const auto answered = SmartHttp(http, remote).advertisement();
    REQUIRE_FALSE(answered);
    CHECK_FALSE(answered.error().passing);
    CHECK(http.asked.size() == 1);
  }
}

TEST_CASE("what a server says of who asks is not shown, in no form") {
  const std::string pair = "x-access-token:s3cret-of-the-job";
  for (const std::string& credentials : {pair, std::string("s3cret-of-the-job:")}) {
    const std::string basic = "Basic " + util::encode_base64(credentials);
    const Remote known{.url = remote.url, .authorization = basic};
    for (const std::string& told : {basic, credentials, std::string("s3cret-of-the-job")}) {
      CAPTURE(told);
      test::FakeHttp http;
      http.script = {answer(403, "denied for " + told), redirect(remote.url + told + refs)};
      SmartHttp git(http, known);
      const auto said = git.ask("x");
      REQUIRE_FALSE(said);
      const std::string& message = said.error().error.message;
      CHECK(message.find("denied for ") != std::string::npos);
      CHECK(message.find("s3cret") == std::string::npos);
      CHECK(message.find(util::encode_base64(credentials)) == std::string::npos);
      CHECK_FALSE(git.advertisement());
      CHECK(git.remote().url == remote.url);
    }
  }
}

TEST_CASE("redirects without end end") {
  test::FakeHttp http;
  for (int i = 0; i < 4; ++i) {
    http.script.push_back(redirect(remote.url + refs));
  }
  CHECK_FALSE(SmartHttp(http, remote).advertisement());
}

TEST_CASE("a refusal says what is missing, a broken connection may pass") {
  const auto push = [](Result<ports::HttpAnswer> told) {
    test::FakeHttp http;
    http.script = {std::move(told)};
    const auto pushed = SmartHttp(http, remote).push("x");
    REQUIRE_FALSE(pushed);
    CHECK(pushed.error().error.message.find("c2VjcmV0") == std::string::npos);
    return pushed.error();
  };
  const auto forbidden = push(answer(403, "Permission to o/r\x1b[2J denied"));
  CHECK(forbidden.error.message
        == "https://github.com/o/r answers with HTTP 403: Permission to o/r denied");
  CHECK(forbidden.error.hint.find("permissions: contents: write") != std::string::npos);
  CHECK_FALSE(forbidden.passing);
  CHECK_FALSE(push(answer(401)).passing);
  CHECK(push(answer(502)).passing);
  CHECK(push(answer(429)).passing);
  CHECK(push(failed(Error::Kind::external, "connection reset")).passing);
  CHECK_FALSE(push(redirect("https://github.com/x")).passing);
}

} // namespace tidegate::git
