// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/pull_run.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

const std::string head(40, 'a');
const std::string newer(40, 'b');

std::string run_json(const std::string& event = "pull_request", const std::string& own = "o/r") {
  return R"({"id":9,"run_attempt":2,"run_number":17,"event":")" + event + R"(","head_sha":")" + head
         + R"(","head_branch":"topic","head_repository":{"full_name":"m/r"},"repository":{)"
         + R"("full_name":")" + own + R"("}})";
}

struct Pull {
  std::string sha{head};
  std::string base{"o/r"};
  std::string repository{R"({"full_name":"m/r"})"}; // JSON of the head's
  std::string branch{"topic"};
  int number{7};
};

std::string one_json(const Pull& pull) {
  return R"({"number":)" + std::to_string(pull.number) + R"(,"state":"open","head":{"sha":")"
         + pull.sha + R"(","ref":")" + pull.branch + R"(","repo":)" + pull.repository
         + R"(},"base":{"repo":{"full_name":")" + pull.base + R"("}}})";
}

std::string pull_json(const Pull& pull = {}) {
  return "[" + one_json(pull) + "]";
}

struct Rig {
  test::FakeHttp http;
  test::FakeClock clock;
  github::Client client{http,
                        clock,
                        {.api_url = "https://api.github.com", .repository = "o/r", .token = "t"},
                        {.attempts = 1}};
};

} // namespace

TEST_CASE("the pull request of a run is the open one whose head is the commit of the run") {
  Rig rig;
  rig.http.script = {ports::HttpAnswer{200, run_json()}, ports::HttpAnswer{200, pull_json()}};
  const auto run = github::pull_run(rig.client, "9");
  REQUIRE(run);
  CHECK(run->pull_requests == std::vector<std::string>{"7"});
  CHECK(run->fork);
  CHECK(run->attempt == 2);
  CHECK(run->number == 17);
}

TEST_CASE("where the branch has moved on, the run has no pull request, and the new head is told") {
  Rig rig;
  rig.http.script = {ports::HttpAnswer{200, run_json()},
                     ports::HttpAnswer{200, "[]"},
                     ports::HttpAnswer{200, pull_json({.sha = newer})}};
  const auto run = github::pull_run(rig.client, "9");
  REQUIRE(run);
  CHECK(run->pull_requests.empty());
  CHECK(run->newer_sha == newer);
  CHECK(rig.http.asked[2].url.ends_with("pulls?state=open&per_page=100&head=m%3Atopic"));
}

TEST_CASE("a pull request into or from another repository or branch is not that of the run") {
  for (const Pull& pull : {Pull{.base = "m/r"},
                           Pull{.repository = R"({"full_name":"victim/r"})"},
                           Pull{.repository = R"({"full_name":"o/r"})"},
                           Pull{.repository = "null"},
                           Pull{.branch = "other"}}) {
    CAPTURE(one_json(pull));
    Rig rig;
    rig.http.script = {ports::HttpAnswer{200, run_json()},
                       ports::HttpAnswer{200, pull_json(pull)},
                       ports::HttpAnswer{200, pull_json(pull)}};
    const auto run = github::pull_run(rig.client, "9");
    REQUIRE(run);
    CHECK(run->pull_requests.empty());
    CHECK(run->newer_sha.empty());
  }
}

TEST_CASE("one branch may be the head of several pull requests") {
  Rig rig;
  rig.http.script = {
      ports::HttpAnswer{200, run_json()},
      ports::HttpAnswer{200, "[" + one_json({.number = 10}) + "," + one_json({.number = 9}) + "]"}};
  const auto run = github::pull_run(rig.client, "9");
  REQUIRE(run);
  CHECK(run->pull_requests == std::vector<std::string>{"9", "10"});
}

TEST_CASE("a run of a fork that was deleted is that of a fork, and of no pull request") {
  std::string gone = run_json();
  gone.replace(gone.find(R"({"full_name":"m/r"})"), 19, "null");
  Rig rig;
  rig.http.script = {ports::HttpAnswer{200, gone}};
  const auto run = github::pull_run(rig.client, "9");
  REQUIRE(run);
  CHECK(run->fork);
  CHECK(run->pull_requests.empty());
}

TEST_CASE("a run of another event or repository is refused") {
  for (const auto& answer :
       {run_json("push"), run_json("pull_request", "x/y"), std::string("[]"), std::string("{")}) {
    Rig rig;
    rig.http.script = {ports::HttpAnswer{200, answer}};
    CHECK_FALSE(github::pull_run(rig.client, "9"));
  }
}

TEST_CASE("only a commit of two parents, one of them the head, is a merge of it") {
  const std::string both = R"({"parents":[{"sha":"x"},{"sha":")" + head + R"("}]})";
  const std::string one = R"({"parents":[{"sha":")" + head + R"("}]})";
  for (const auto& [answer, expected] : {std::pair{both, true}, {one, false}}) {
    Rig rig;
    rig.http.script = {ports::HttpAnswer{200, answer}};
    CHECK(github::merges(rig.client, newer, head) == expected);
  }
  Rig rig;
  CHECK_FALSE(github::merges(rig.client, "../../x", head));
}

TEST_CASE("artifacts of other names, expired and too large ones are not taken") {
  Rig rig;
  rig.http.script = {ports::HttpAnswer{
      200,
      R"({"total_count":4,"artifacts":[{"id":1,"name":"tidegate-events-a","size_in_bytes":10},)"
      R"({"id":2,"name":"other","size_in_bytes":10},)"
      R"({"id":3,"name":"tidegate-events-b","size_in_bytes":10,"expired":true},)"
      R"({"id":4,"name":"tidegate-events-c","size_in_bytes":99999}]})"}};
  const auto found = github::artifacts_of(rig.client, 9, "tidegate-events", 100);
  REQUIRE(found);
  REQUIRE(found->list.size() == 1);
  CHECK(found->list.front().id == 1);
  CHECK(found->left_out.size() == 1);
}
