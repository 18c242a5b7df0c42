// SPDX-License-Identifier: Apache-2.0
#include "unit/adapters/github/client_rig.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using Rig = ClientRig;

TEST_CASE("a path is below the repository, with a slash below the API, or an URL of the API") {
  Rig rig;
  for (int i = 0; i < 3; ++i) {
    rig.answers(200);
  }
  CHECK(rig.client.get("actions/runs")->ok());
  CHECK(rig.client.get("/rate_limit")->ok());
  CHECK(rig.client.get(runs + "?page=2")->ok());
  CHECK(rig.http.asked[0].url == runs);
  CHECK(rig.http.asked[1].url == "https://api.example/v3/rate_limit");
  CHECK(rig.http.asked[2].url == runs + "?page=2");
  CHECK(rig.sent(0, "Authorization") == "Bearer secret");
  CHECK(rig.sent(0, "X-GitHub-Api-Version") == "2022-11-28");
  for (const char* url : {"https://api.example.evil/v3/x",
                          "https://api.example/v3.evil",
                          "http://api.example/v3/x"}) {
    CHECK_FALSE(rig.client.get(url).has_value());
  }
}

TEST_CASE("an answer that is known is asked for with its ETag, and a 304 does not count") {
  Rig rig;
  rig.answers(200, "[1]", {{"etag", "\"a\""}, {"link", "<" + runs + "?page=2>; rel=\"next\""}});
  rig.answers(304);
  REQUIRE(rig.client.get("actions/runs")->ok());
  const auto again = rig.client.get("actions/runs");
  REQUIRE(again.has_value());
  CHECK(again->unchanged);
  CHECK(again->status == 200);
  CHECK(again->body == "[1]");
  CHECK(again->next == runs + "?page=2");
  CHECK(rig.sent(0, "If-None-Match").empty());
  CHECK(rig.sent(1, "If-None-Match") == "\"a\"");
  CHECK(rig.client.use().requests == 2);
  CHECK(rig.client.use().counted == 1);
  CHECK(rig.client.use().unchanged == 1);
}

TEST_CASE("a 304 that nobody asked for is no answer") {
  Rig rig({.attempts = 2});
  rig.answers(304);
  rig.answers(200, "[1]");
  CHECK(rig.client.get("actions/runs")->body == "[1]");
  rig.answers(304);
  rig.answers(304);
  CHECK(problem_of(rig.client.get("actions/runs")).find("answered 304") != std::string::npos);
}

TEST_CASE("damaged JSON is asked for again and never kept") {
  const Headers json{{"content-type", "application/json; charset=utf-8"}, {"etag", "\"a\""}};
  Rig rig({.attempts = 2});
  rig.answers(200, R"({"total)", json);
  rig.answers(200, "{}", json);
  CHECK(rig.client.get("actions/runs")->body == "{}");
  CHECK(rig.memory.answers.size() == 1);
  rig.answers(200, "[", json);
  rig.answers(200, "[", json);
  CHECK(problem_of(rig.client.get("actions/jobs")).find("damaged JSON") != std::string::npos);
  CHECK(rig.memory.answers.size() == 1);
}

TEST_CASE("a page in place of JSON is not asked for again") {
  Rig rig({.attempts = 3});
  rig.answers(200, "<html>maintenance</html>", {{"content-type", "application/json"}});
  CHECK(problem_of(rig.client.get("x")).find("damaged JSON") != std::string::npos);
  CHECK(rig.http.asked.size() == 1);
}

TEST_CASE("an answer without end is cut off and not asked for again") {
  test::FakeClock clock;

  // The sink of the request stands for the wire.
  struct Flood final : ports::Http {
    Result<ports::HttpAnswer> send(const ports::HttpRequest& request) override {
      ++requests;
      while (request.on_piece(std::string(60, 'x'))) {
        bytes += 60;
      }
      return failed(Error::Kind::external, "write error");
    }

    int requests{0};
    std::size_t bytes{0};
  } flood;

  github::Client client(
      flood,
      clock,
      {.api_url = "https://api.example/v3", .repository = "o/r", .token = "secret"},
      {.most_bytes = 100});
  CHECK(problem_of(client.get("actions/runs"))
        == "https://api.example: the answer is larger than 100 bytes");
  CHECK(flood.requests == 1);
  CHECK(flood.bytes == 60);
}

TEST_CASE("broken connections and server errors are tried again, each time later") {
  Rig rig;
  rig.breaks();
  rig.answers(502);
  rig.answers(503, "", {{"retry-after", "7"}});
  rig.answers(200);
  CHECK(rig.client.get("actions/runs")->ok());
  REQUIRE(rig.clock.slept.size() == 3);
  CHECK(rig.clock.slept[0].count() >= 0.5);
  CHECK(rig.clock.slept[0].count() <= 1);
  CHECK(rig.clock.slept[1].count() >= 1);
  CHECK(rig.clock.slept[1].count() <= 2);
  CHECK(rig.clock.slept[2].count() == 7);
  CHECK(rig.client.use().retries == 3);
}

TEST_CASE("a server that stays broken is given up") {
  Rig rig({.attempts = 3});
  for (int i = 0; i < 3; ++i) {
    rig.answers(500);
  }
  const auto answer = rig.client.get("actions/runs");
  REQUIRE(answer.has_value());
  CHECK(answer->status == 500);
  for (int i = 0; i < 3; ++i) {
    rig.breaks();
  }
  CHECK(problem_of(rig.client.get("actions/runs")) == "connection reset");
}

TEST_CASE("a used-up limit is waited for until its reset, by the server's clock") {
  Rig rig;
  rig.answers(403,
              R"({"message":"API rate limit exceeded for installation ID 1."})",
              {{"x-ratelimit-remaining", "0"},
               {"x-ratelimit-reset", "1795246430"},
               {"date", "Sat, 21 Nov 2026 07:33:00 GMT"}});
  rig.answers(200, "{}", {{"x-ratelimit-remaining", "999"}});
  CHECK(rig.client.get("actions/runs")->ok());
  CHECK(rig.waited() == 1795246430 - 1795246380 + 1);
  CHECK(rig.client.use().remaining == 999);
}

TEST_CASE("retry-after and secondary limits are obeyed for 403 and 429 alike") {
  for (const int status : {403, 429}) {
    CAPTURE(status);
    Rig rig;
    rig.answers(status, "{}", {{"retry-after", "30"}});
    rig.answers(status, R"({"message":"You have exceeded a secondary rate limit."})");
    rig.answers(200);
    CHECK(rig.client.get("actions/runs")->ok());
    REQUIRE(rig.clock.slept.size() == 2);
    CHECK(rig.clock.slept[0].count() == 30);
    CHECK(rig.clock.slept[1].count() >= 60);
  }
}

TEST_CASE("a pause that is too long is an error that says when it ends") {
  Rig rig({.most_waiting = Seconds{60}});
  std::string told;
  rig.answers(429, "{}", {{"retry-after", "61"}});
  const auto answer = rig.client.get("actions/runs");
  REQUIRE_FALSE(answer.has_value());
  CHECK(
      answer.error().message
      == "GitHub asks for a pause: GitHub may be asked again at 1970-01-01T00:01:01.000Z, in 61 s");
  CHECK(rig.clock.slept.empty());
}

TEST_CASE("a refusal is an answer and not asked again") {
  Rig rig;
  rig.answers(403, R"({"message":"Resource not accessible by integration"})");
  const auto answer = rig.client.get("actions/runs");
  REQUIRE(answer.has_value());
  CHECK(answer->refused());
  CHECK(github::refusal_text(*answer)
        == "GitHub answered 403: Resource not accessible by integration");
}

TEST_CASE("what a server says of a refusal is one printable line") {
  CHECK(github::refusal_text({.status = 403, .body = R"({"message":"a\n::error::b\u001b[31m"})"})
            .find_first_of("\n\x1b")
        == std::string::npos);
  CHECK(github::refusal_text({.status = 404, .body = R"({"message":7})"}) == "GitHub answered 404");
  CHECK(github::refusal_text({.status = 404, .body = "<html>"}) == "GitHub answered 404");
}

TEST_CASE("the budget ends it with what is missing") {
  Rig rig({.budget = 2});
  rig.answers(200);
  rig.answers(200);
  CHECK(rig.client.get("a")->ok());
  CHECK(rig.client.get("b")->ok());
  CHECK(problem_of(rig.client.get("c")) == "the budget of 2 requests is used up");
}

TEST_CASE("a redirect is followed within the API and nowhere else") {
  Rig rig;
  rig.answers(301, "", {{"location", "https://api.example/v3/repositories/7/actions/runs"}});
  rig.answers(200);
  CHECK(rig.client.get("actions/runs")->ok());
  CHECK(rig.sent(1, "Authorization") == "Bearer secret");
  for (const char* elsewhere : {"https://evil.example/v3/x",
                                "https://api.example.evil/v3/x",
                                "http://api.example/v3/x",
                                "https://api.example@evil/v3/x",
                                "https://api.example/v3/../admin",
                                "https://api.example/v3/%2e%2E/admin",
                                "https://api.example/v3/x y",
                                "//evil.example/x",
                                ""}) {
    CAPTURE(elsewhere);
    const auto before = rig.http.asked.size();
    rig.answers(302, "", {{"location", elsewhere}});
    CHECK_FALSE(rig.client.get("actions/runs").has_value());
    CHECK(rig.http.asked.size() == before + 1);
  }
}

TEST_CASE("pages are followed to the last, to where the caller stops, and not for ever") {
  const auto link = [](const std::string& url) {
    return Headers{{"link", "<" + url + ">; rel=\"next\", <" + runs + "?page=9>; rel=\"last\""}};
  };
  Rig rig;
  rig.answers(200, "1", link(runs + "?page=2"));
  rig.answers(200, "2");
  std::string seen;
  const auto all = [&](const ApiAnswer& page) {
    seen += page.body;
    return true;
  };
  CHECK(rig.client.pages("actions/runs", all)->ok());
  CHECK(seen == "12");

  rig.answers(200, "1", link(runs + "?page=2"));
  CHECK(rig.client.pages("actions/runs", [](const ApiAnswer&) { return false; })->ok());

  rig.answers(200, "1", link(runs));
  CHECK(problem_of(rig.client.pages("actions/runs", all)).find("itself") != std::string::npos);

  rig.answers(200, "1", link("https://evil.example/?page=2"));
  CHECK(problem_of(rig.client.pages("actions/runs", all)).find("another place")
        != std::string::npos);

  rig.answers(200, "1", link(runs + "?page=2"));
  rig.answers(200, "1", link(runs + "?page=3"));
  CHECK(problem_of(rig.client.pages("actions/runs", all, 2)).find("more than 2 pages")
        != std::string::npos);

  rig.answers(404, "{}");
  CHECK(rig.client.pages("actions/runs", all)->refused());
}
