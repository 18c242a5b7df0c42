// SPDX-License-Identifier: Apache-2.0
#include "adapters/curl/curl_http.hpp"
#include "support/scripted_server.hpp"

#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace std::chrono_literals;
using test::ScriptedServer;

namespace {

// Of the proxies: libcurl reads them from the environment of the process.
class Variable {
public:
  Variable(const char* name, const std::string& value)
      : name_(name) {
    setenv(name, value.c_str(), 1);
  }

  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  Variable(Variable&&) = delete;
  Variable& operator=(Variable&&) = delete;

  ~Variable() { unsetenv(name_); }

private:
  const char* name_;
};

// Those of the machine that the tests run on must not come between.
const bool no_proxies = [] {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    unsetenv(name);
  }
  return true;
}();

ports::HttpRequest to(const std::string& url) {
  REQUIRE(no_proxies);
  ports::HttpRequest request;
  request.url = url;
  request.headers = {{"Authorization", "Bearer hunter2"}};
  return request;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

// What `gzip -9n` makes of 10,000 times "x".
const std::string packed("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x01\x0d\x00\x00\x00\xc2"
                         "\xa0\xda\x8f\x6f\x0e\x37\xa0\x00\x00\x00\x00\x00\x00\x00\x00\x00\xe0\xdf"
                         "\x00\xa3\xa4\x55\x0d\x10\x27\x00\x00",
                         45);

} // namespace

TEST_CASE("the answer has its status, its headers in lower case, and its body") {
  ScriptedServer server({"HTTP/1.1 404 Not Found\r\nX-RateLimit-Remaining: 7 \r\n\r\nno"});
  curl::CurlHttp http;
  const auto answer = http.send(to(server.url() + "/a?b=c"));
  REQUIRE(answer.has_value());
  CHECK(answer->status == 404);
  CHECK(answer->header("x-ratelimit-remaining") == "7");
  CHECK(answer->body == "no");
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].starts_with("GET /a?b=c HTTP/1.1\r\n"));
  CHECK(has(server.requests()[0], "Authorization: Bearer hunter2\r\n"));
}

TEST_CASE("headers of a 100 Continue are not those of the answer") {
  ScriptedServer server({"HTTP/1.1 100 Continue\r\nLink: <a>\r\n\r\n"
                         "HTTP/1.1 200 OK\r\nLink: <b>\r\nContent-Length: 0\r\n\r\n"});
  const auto answer = curl::CurlHttp().send(to(server.url()));
  REQUIRE(answer.has_value());
  CHECK(answer->header("link") == "<b>");
}

TEST_CASE("a redirect is not followed") {
  ScriptedServer other({fine});
  ScriptedServer server({"HTTP/1.1 302 Found\r\nLocation: " + other.url() + "\r\n\r\n"});
  CHECK(curl::CurlHttp().send(to(server.url()))->status == 302);
  CHECK(other.requests().empty());
}

TEST_CASE("a proxy of the environment is asked, except for what no_proxy names") {
  ScriptedServer proxy({fine});
  ScriptedServer server({fine});
  const Variable variable("http_proxy", proxy.url());
  CHECK(curl::CurlHttp().send(to("http://api.example/x"))->status == 200);
  REQUIRE(proxy.requests().size() == 1);
  CHECK(proxy.requests()[0].starts_with("GET http://api.example/x HTTP/1.1\r\n"));

  const Variable except("no_proxy", "localhost,127.0.0.1");
  CHECK(curl::CurlHttp().send(to(server.url()))->status == 200);
  CHECK(server.requests().size() == 1);
  CHECK(proxy.requests().size() == 1);
}

TEST_CASE("a proxy that tunnels never sees the token") {
  ScriptedServer proxy({"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"});
  const Variable variable("https_proxy", proxy.url());
  CHECK_FALSE(curl::CurlHttp().send(to("https://api.example/x")).has_value());
  REQUIRE(proxy.requests().size() == 1);
  CHECK(proxy.requests()[0].starts_with("CONNECT api.example:443 HTTP/1.1\r\n"));
  CHECK_FALSE(has(proxy.requests()[0], "hunter2"));
  CHECK_FALSE(has(proxy.requests()[0], "Authorization"));
}

TEST_CASE("a server that says nothing is given up") {
  ScriptedServer server({""});
  auto request = to(server.url());
  request.time_limit = 100ms;
  const auto answer = curl::CurlHttp().send(request);
  REQUIRE_FALSE(answer.has_value());
  CHECK(has(answer.error().message, "Timeout"));
  CHECK_FALSE(has(answer.error().message, "hunter2"));
}

TEST_CASE("an answer that is cut off is an error") {
  ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"});
  CHECK_FALSE(curl::CurlHttp().send(to(server.url())).has_value());
}

TEST_CASE("an answer that is too large is an error, however small it travels") {
  ScriptedServer plain({"HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'x')});
  ScriptedServer bomb({"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed});
  for (auto* server : {&plain, &bomb}) {
    auto request = to(server->url());
    request.max_answer_bytes = 4999;
    const auto answer = curl::CurlHttp().send(request);
    REQUIRE_FALSE(answer.has_value());
    CHECK(has(answer.error().message, "larger than 4999 bytes"));
    CHECK(has(server->requests()[0], "Accept-Encoding: gzip\r\n"));
  }
  auto request = to(bomb.url());
  request.max_answer_bytes = 10'000;
  CHECK(curl::CurlHttp().send(request)->body == std::string(10'000, 'x'));
}

TEST_CASE("the pieces of a 200 go to who takes them, until that says no") {
  ScriptedServer server({"HTTP/1.1 200 OK\r\n\r\nabc", "HTTP/1.1 500 No\r\n\r\nabc"});
  std::string taken;
  auto request = to(server.url());
  request.on_piece = [&](std::string_view piece) {
    taken += piece;
    return true;
  };
  CHECK(curl::CurlHttp().send(request)->body.empty());
  CHECK(taken == "abc");
  CHECK(curl::CurlHttp().send(request)->body == "abc");
  CHECK(taken == "abc");
}

TEST_CASE("a large body is sent without waiting for leave") {
  ScriptedServer server({fine});
  auto request = to(server.url());
  request.method = "POST";
  request.body = std::string(2U << 20U, 'x');
  (void)curl::CurlHttp().send(request); // the server hangs up after the head
  REQUIRE(server.requests().size() == 1);
  CHECK_FALSE(has(server.requests()[0], "Expect"));
}
