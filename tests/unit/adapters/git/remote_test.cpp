// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/remote.hpp"
#include "util/text.hpp"

#include <doctest/doctest.h>

namespace tidegate::git {
namespace {

const Server github{.url = "https://github.com", .repository = "o/r", .token = "s3cret"};
const std::string token = "Basic " + util::encode_base64("x-access-token:s3cret");

std::string url_of(std::string_view text, const Server& server = github) {
  const auto remote = resolve_remote(text, server);
  return remote ? remote->url : "error: " + remote.error().message;
}

std::string authorization(std::string_view text, const Server& server = github) {
  const auto remote = resolve_remote(text, server);
  return remote ? remote->authorization : "error";
}

} // namespace

TEST_CASE("the token goes to the server of the workflow and to nobody else") {
  CHECK(authorization("https://github.com/o/r.git") == token);
  CHECK(authorization("https://GitHub.com:443/o/r") == token);
  CHECK(authorization("https://github.com.evil.example/o/r") == "");
  CHECK(authorization("https://github.com:8443/o/r") == "");
  CHECK(authorization("https://example.com/github.com/r") == "");
  CHECK(authorization("https://github.com@example.com/o/r")
        == "Basic " + util::encode_base64("github.com:"));
  CHECK(authorization("http://127.0.0.1:80/o/r") == "");
  CHECK(authorization("http://github.com/o/r") == "error");
}

TEST_CASE("a URL loses its user and password, which are used instead of the token") {
  CHECK(url_of("https://me:p%40ss@github.com/o/r/") == "https://github.com/o/r");
  CHECK(authorization("https://me:p%40ss@github.com/o/r")
        == "Basic " + util::encode_base64("me:p@ss"));
  CHECK(authorization("https://me@github.com/o/r") == token);
  const Server without_token{.url = "https://github.com", .repository = "o/r", .token = ""};
  CHECK(authorization("https://ghs_x@github.com/o/r", without_token)
        == "Basic " + util::encode_base64("x-access-token:ghs_x"));
}

TEST_CASE("an ssh URL of the server becomes an https one") {
  CHECK(url_of("git@github.com:o/r.git") == "https://github.com/o/r.git");
  CHECK(url_of("ssh://git@github.com:22/o/r.git") == "https://github.com/o/r.git");
  CHECK(authorization("git@github.com:o/r.git") == token);
  const Server own{.url = "http://ghe.example:8080", .repository = "o/r", .token = "t"};
  CHECK(url_of("git@ghe.example:o/r.git", own) == "http://ghe.example:8080/o/r.git");
}

TEST_CASE("what cannot be reached over HTTP is an error that names a URL that can") {
  for (const char* const text : {"/srv/git/r.git",
                                 "../r",
                                 "git@gitlab.example:o/r.git",
                                 "file:///x",
                                 "git://github.com/o/r",
                                 "https://",
                                 "https:///o/r",
                                 "https://github.com",
                                 "https://github.com/o/r?x=1",
                                 "https://github.com/o/ r",
                                 ""}) {
    CAPTURE(text);
    const auto remote = resolve_remote(text, github);
    REQUIRE_FALSE(remote);
    CHECK(remote.error().kind == Error::Kind::usage);
    CHECK(remote.error().hint.find("https://github.com/o/r") != std::string::npos);
  }
}

TEST_CASE("plain http is for loopback and for a server that is itself http") {
  CHECK(url_of("http://localhost:3000/o/r") == "http://localhost:3000/o/r");
  CHECK(url_of("http://[::1]:3000/o/r") == "http://[::1]:3000/o/r");
  CHECK(url_of("http://127.0.0.1.evil.example/o/r").starts_with("error: "));
  CHECK(url_of("http://ghe.example/o/r").starts_with("error: "));
  const Server own{.url = "http://ghe.example", .repository = "o/r", .token = "t"};
  CHECK(url_of("http://ghe.example/o/r", own) == "http://ghe.example/o/r");
}

TEST_CASE("no error quotes a password") {
  for (const char* const text : {"http://me:s3cret@example.com/o/r",
                                 "ftp://me:s3cret@github.com/o/r",
                                 "https://me:s3cret@"}) {
    const auto remote = resolve_remote(text, {.url = "", .repository = "", .token = "s3cret"});
    REQUIRE_FALSE(remote);
    CHECK(remote.error().message.find("s3cret") == std::string::npos);
    CHECK(remote.error().hint.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("two URLs are of one origin by scheme, host and port") {
  CHECK(same_origin("https://github.com/a", "https://GITHUB.com:443/b?c"));
  CHECK_FALSE(same_origin("https://github.com/a", "http://github.com/a"));
  CHECK_FALSE(same_origin("https://github.com/a", "https://github.com:444/a"));
  CHECK_FALSE(same_origin("https://github.com/a", "/a"));
}

TEST_CASE("names of branches are Git's") {
  for (const char* const name : {"tidegate-data", "a/b", "v1.0", "x@y"}) {
    CHECK(is_branch_name(name));
  }
  for (const char* const name :
       {"",    "-x", "a..b", "a b", "a/",   "/a",    "a//b", "a.lock", "a/.b", "a~1",     "a^",
        "a:b", "a?", "a*",   "a[",  "a\\b", "a@{1}", "@",    "a.",     "a\nb", "\xc3\xa4"}) {
    CAPTURE(name);
    CHECK_FALSE(is_branch_name(name));
  }
}

} // namespace tidegate::git
