// SPDX-License-Identifier: Apache-2.0
#include "github/rest/rest_rig.hpp"

using namespace github_standin;
using namespace github_standin::test;
using nlohmann::json;

namespace {

struct Faulty : Site {
  Faulty() { control("runs", {{"repository", "o/r"}, {"generate", {{"count", 40}}}}); }

  Answer list(const std::string& query = "") const { return ask("GET", "actions/runs" + query); }
};

json first_of(const Answer& answer) {
  const json page = parse_any(answer.body);
  return page["workflow_runs"][0]["id"];
}

} // namespace

TEST_CASE("an answer is cut in the middle of its body") {
  const Faulty site;
  site.rig.plan(R"([{"kind":"cut","after_bytes":100,"count":1}])");
  std::string seen;
  int status = 0;
  auto client = site.rig.client();
  const auto result = client.Get(
      "/repos/o/r/actions/runs",
      {{"Authorization", "Bearer any"}},
      [&](const httplib::Response& response) {
        status = response.status;
        return true;
      },
      [&](const char* bytes, std::size_t count) {
        seen.append(bytes, count);
        return true;
      });
  CHECK_FALSE(result);
  CHECK(status == 200);
  CHECK(seen.size() == 100);
  CHECK(site.list().status == 200);
}

TEST_CASE("half of the right answer looks like a whole one") {
  const Faulty site;
  const std::size_t whole = site.list().body.size();
  site.rig.plan(R"([{"kind":"truncated","count":1}])");
  const Answer half = site.list();
  CHECK(half.status == 200);
  CHECK(half.body.size() == whole / 2);
  CHECK(parse_any(half.body).is_null());
}

TEST_CASE("any text may be the answer") {
  const Faulty site;
  site.rig.plan(R"([{"kind":"body","body":"<html>","count":1},
                    {"kind":"body","status":502,"body":"","count":1}])");
  CHECK(site.list().body == "<html>");
  CHECK(site.list().status == 502);
}

TEST_CASE("a redirect leads to the same path on the other host") {
  const Faulty site;
  site.rig.plan(R"([{"kind":"redirect","status":307,"count":1},
                    {"kind":"redirect","location":"http://x.test/","count":1}])");
  const Answer sent = site.list("?page=2");
  CHECK(sent.status == 307);
  CHECK(sent.header("Location") == site.rig.other_url() + "repos/o/r/actions/runs?page=2");
  CHECK(site.list().header("Location") == "http://x.test/");
}

TEST_CASE("a 304 comes unasked, a token stops in the middle") {
  const Faulty site;
  site.rig.plan(R"([{"kind":"not_modified","count":1},{"kind":"token_expired","skip":2}])");
  CHECK(site.list().status == 304);
  CHECK(site.list().status == 200);
  CHECK(site.list().status == 200);
  CHECK(site.list().status == 401);
}

TEST_CASE("pages do not end, or come twice") {
  const Faulty site;
  const json first = first_of(site.list("?per_page=5"));
  const json second = first_of(site.list("?per_page=5&page=2"));
  site.rig.plan(R"([{"kind":"repeated_page","count":1},{"kind":"endless"}])");
  const Answer again = site.list("?per_page=5&page=2");
  CHECK(first_of(again) == first);
  CHECK(again.header("Link").find("page=3>; rel=\"next\"") != std::string::npos);
  const Answer far = site.list("?per_page=5&page=900");
  CHECK(first_of(far) == first);
  CHECK(first != second);
  CHECK(far.header("Link").find("page=901>; rel=\"next\"") != std::string::npos);
}

TEST_CASE("a huge body is JSON up to its end, with and without a length") {
  const Faulty site;
  site.rig.plan(R"([{"kind":"huge","bytes":3000000,"count":1},
                    {"kind":"huge","bytes":3000000,"chunked":true,"count":1}])");
  for (int i = 0; i < 2; ++i) {
    const Answer answer = site.list();
    CHECK(answer.body.size() == 3'000'000);
    CHECK(parse_any(answer.body).is_object());
  }
}

TEST_CASE("git meets faults as well") {
  const Faulty site;
  const std::string path = "/o/r.git/git-receive-pack";
  const auto push = [&](const std::string& body) {
    auto client = site.rig.client();
    const auto answer = client.Post(
        path, {{"Authorization", "Bearer any"}}, body, "application/x-git-receive-pack-request");
    return answer ? answer->status : 0;
  };
  site.rig.plan(R"([{"kind":"status","status":503,"count":1},
                    {"kind":"cut_upload","after_bytes":2,"count":1}])");
  CHECK(push("0000") == 503);
  CHECK(push(std::string(300'000, 'x')) == 0);
  CHECK(push("0000") == 200);
}

TEST_CASE("a fault that makes no sense is refused") {
  const Rig rig;
  for (const std::string text : {R"([{"kind":"redirect","status":200}])",
                                 R"([{"kind":"secondary_limit","status":200}])",
                                 R"([{"kind":"body","status":99}])",
                                 R"([{"kind":"cut","after":1}])"}) {
    CHECK_MESSAGE(rig.post("/_control/faults", text).status == 400, text);
  }
}
