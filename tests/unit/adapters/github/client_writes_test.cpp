// SPDX-License-Identifier: Apache-2.0
#include "unit/adapters/github/client_rig.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using Rig = ClientRig;

TEST_CASE("a write is not repeated where it may have been carried out") {
  Rig rig;
  rig.breaks();
  CHECK_FALSE(rig.client.send("POST", "issues/1/comments", "{}").has_value());
  rig.answers(502);
  CHECK(rig.client.send("POST", "issues/1/comments", "{}")->status == 502);
  rig.answers(502);
  rig.answers(200);
  CHECK(rig.client.send("PATCH", "issues/comments/1", "{}", true)->ok());
}

TEST_CASE("a write that a limit refused is made again, and writes keep a second apart") {
  Rig rig;
  rig.answers(403, "{}", {{"retry-after", "2"}});
  rig.answers(201);
  rig.answers(201);
  CHECK(rig.client.send("POST", "issues/1/comments", "{}")->ok());
  rig.clock.slept.clear();
  CHECK(rig.client.send("POST", "issues/1/comments", "{}")->ok());
  CHECK(rig.waited() == doctest::Approx(1));
  CHECK(rig.sent(0, "Content-Type") == "application/json");
}

TEST_CASE("GraphQL is beside the REST API of an Enterprise Server") {
  test::FakeHttp http;
  test::FakeClock clock;
  for (const auto& [api, expected] :
       {std::pair("https://api.github.com", "https://api.github.com/graphql"),
        std::pair("https://ghe.example/api/v3", "https://ghe.example/api/graphql")}) {
    http.script.emplace_back(ports::HttpAnswer{.status = 200, .body = "{}"});
    github::Client client(http, clock, {.api_url = api, .repository = "o/r", .token = "t"});
    CHECK(client.graphql("{}")->ok());
    CHECK(http.asked.back().url == expected);
  }
}

TEST_CASE("a download follows to another host without the token") {
  Rig rig;
  rig.answers(302, "", {{"location", "https://blob.example/zip?sig=x"}});
  rig.answers(200, "bytes");
  const auto zip = rig.client.download("actions/artifacts/7/zip", 1000);
  REQUIRE(zip.has_value());
  CHECK(zip->body == "bytes");
  CHECK(rig.sent(0, "Authorization") == "Bearer secret");
  CHECK(rig.http.asked[1].url == "https://blob.example/zip?sig=x");
  CHECK(rig.sent(1, "Authorization").empty());

  rig.answers(302, "", {{"location", "http://blob.example/zip"}});
  CHECK_FALSE(rig.client.download("actions/artifacts/7/zip", 1000).has_value());

  rig.answers(302, "", {{"location", "https://blob.example/zip"}});
  rig.answers(302, "", {{"location", runs}});
  rig.answers(200, "bytes");
  CHECK(rig.client.download("actions/artifacts/7/zip", 1000)->ok());
  CHECK(rig.sent(rig.http.asked.size() - 1, "Authorization").empty());
}

TEST_CASE("the key of a signed URL is in no error") {
  Rig rig({.attempts = 1});
  rig.answers(302, "", {{"location", "https://blob.example/zip?sig=x"}});
  rig.http.script.push_back(
      failed(Error::Kind::external, "https://blob.example/zip?sig=x: reset by peer"));
  CHECK(problem_of(rig.client.download("zip", 1000)) == "https://blob.example: reset by peer");
}

TEST_CASE("a pause of no time and a limit that never ends are given up") {
  Rig rig({.attempts = 3});
  for (int i = 0; i < 3; ++i) {
    rig.answers(429, "{}", {{"retry-after", "0"}});
  }
  CHECK_FALSE(rig.client.get("actions/runs").has_value());
  CHECK(rig.waited() == 2);
}

TEST_CASE("a pause that is not waited for keeps the client from asking until it is over") {
  Rig rig({.attempts = 1, .most_waiting = Seconds{0}});
  rig.answers(403, "{}", {{"retry-after", "60"}});
  const auto refused = rig.client.send("POST", "issues/1/comments", "{}");
  CHECK(
      problem_of(refused)
      == "GitHub asks for a pause: GitHub may be asked again at 1970-01-01T00:01:00.000Z, in 60 s");
  CHECK(rig.client.passing());
  rig.clock.sleep(Seconds{20});
  CHECK(rig.client.pause_left() == Seconds{40});
  CHECK(problem_of(rig.client.get("x")) == rig.client.pause_error().message);
  CHECK(rig.http.asked.size() == 1);
  rig.clock.sleep(Seconds{40});
  rig.answers(200);
  CHECK(rig.client.get("x")->ok());
}

TEST_CASE("a server that is in trouble may ask for a pause, too") {
  Rig rig({.attempts = 1});
  rig.answers(503, "{}", {{"retry-after", "7"}});
  rig.answers(503);
  CHECK(rig.client.get("x")->status == 503);
  CHECK(rig.client.pause_left() == Seconds{7});
  CHECK(rig.client.get("x")->status == 503);
  CHECK(rig.waited() == 7);
  CHECK(rig.client.pause_left() == Seconds{0});
}

TEST_CASE("an error tells whether it may mend itself") {
  Rig rig({.attempts = 1});
  rig.breaks();
  CHECK_FALSE(rig.client.get("x"));
  CHECK(rig.client.passing());
  rig.answers(302, "", {{"location", "https://evil.example/"}});
  CHECK_FALSE(rig.client.get("x"));
  CHECK_FALSE(rig.client.passing());
  CHECK(rig.client.use().answered == 1);
  test::FakeHttp http;
  github::Client nowhere(http, rig.clock, {.api_url = "https://x", .repository = "", .token = ""});
  const auto asked = nowhere.get("x");
  REQUIRE_FALSE(asked);
  CHECK(asked.error().kind == Error::Kind::usage);
  CHECK_FALSE(nowhere.passing());
}

TEST_CASE("a query that the limit of GraphQL refused in a 200 is made again") {
  Rig rig;
  rig.answers(200,
              R"({"errors":[{"type":"RATE_LIMITED"}]})",
              {{"x-ratelimit-remaining", "0"}, {"retry-after", "5"}});
  rig.answers(200, R"({"data":{}})");
  CHECK(rig.client.graphql("{}")->body == R"({"data":{}})");
  CHECK(rig.waited() >= 5);
}

TEST_CASE("a token that would end its header is not sent") {
  test::FakeHttp http;
  test::FakeClock clock;
  github::Client client(
      http,
      clock,
      {.api_url = "https://api.example", .repository = "o/r", .token = "a\r\nHost: evil"});
  CHECK_FALSE(client.get("actions/runs").has_value());
  CHECK(http.asked.empty());
}

TEST_CASE("a pause without end is an error with a time in it") {
  for (const char* told : {"99999999999", "1e300"}) {
    Rig rig({.attempts = 1, .most_waiting = Seconds{60}});
    rig.answers(503, "{}", {{"retry-after", told}});
    CHECK(rig.client.get("x")->status == 503);
    CHECK(rig.client.pause_error().message.find("again at 2001-09-09T") != std::string::npos);
  }
}

TEST_CASE("a server in trouble that asks for no pause is given one") {
  Rig rig({.attempts = 3});
  for (int i = 0; i < 3; ++i) {
    rig.answers(503, "{}", {{"retry-after", "0"}});
  }
  CHECK(rig.client.get("x")->status == 503);
  CHECK(rig.waited() == 2);
}

TEST_CASE("a refusal that repeats the token is shown without it") {
  Rig rig({.attempts = 1});
  rig.answers(401, R"({"message":"Bad credentials: secret"})");
  const auto answer = rig.client.get("x");
  REQUIRE(answer);
  CHECK(github::refusal_text(*answer) == "GitHub answered 401: Bad credentials: ***");
}

TEST_CASE("the token is in no error") {
  Rig rig({.attempts = 1, .most_waiting = Seconds{0}});
  rig.breaks();
  rig.answers(302, "", {{"location", "https://evil/"}});
  rig.answers(429);
  for (int i = 0; i < 3; ++i) {
    const auto answer = rig.client.get("actions/runs");
    REQUIRE_FALSE(answer.has_value());
    CHECK((answer.error().message + answer.error().hint).find("secret") == std::string::npos);
  }
}
