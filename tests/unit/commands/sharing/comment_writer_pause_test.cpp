// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/comment_writer.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_http.hpp"

#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace tidegate;
using namespace tidegate::commands;

namespace {

// Keeps when each request was made.
class TimedHttp final : public ports::Http {
public:
  explicit TimedHttp(test::FakeClock& clock)
      : clock_(clock) {}

  Result<ports::HttpAnswer> send(const ports::HttpRequest& request) override {
    times.push_back(clock_.elapsed);
    return http.send(request);
  }

  test::FakeHttp http;
  std::vector<Seconds> times;

private:
  test::FakeClock& clock_;
};

struct Rig {
  test::FakeClock clock;
  TimedHttp http{clock};

  void answers(int status, const std::string& body, const std::string& retry_after = "") {
    std::vector<std::pair<std::string, std::string>> headers;
    if (!retry_after.empty()) {
      headers.emplace_back("retry-after", retry_after);
    }
    http.http.script.emplace_back(ports::HttpAnswer{status, body, headers});
  }

  void knows_who_we_are() { answers(200, R"({"data":{"viewer":{"login":"bot"}}})"); }

  void lists(const std::string& body) {
    answers(200,
            body.empty() ? "[]" : R"([{"id":5,"body":")" + body + R"(","user":{"login":"bot"}}])");
  }

  Result<WrittenComment> write(Seconds patience, const std::string& repository = "o/r") {
    github::Client client(
        http,
        clock,
        {.api_url = "https://api.github.com", .repository = repository, .token = "t"},
        {.attempts = 1, .most_waiting = Seconds(0), .between_writes = Seconds(0)});
    CommentWriter writer(client,
                         clock,
                         "7",
                         {.beginning = "new", .patience = patience, .random = [] { return 0.5; }});
    return writer.write([](std::string_view existing) {
      report::MergedComment merged;
      merged.body = "new 2";
      merged.changed = existing != merged.body;
      return merged;
    });
  }
};

} // namespace

TEST_CASE("a pause that GitHub asks for is kept before the first comment is made") {
  Rig rig;
  rig.knows_who_we_are();
  rig.lists("");
  rig.lists("");
  rig.answers(403, R"({"message":"You have exceeded a secondary rate limit"})", "60");
  rig.lists("");
  rig.answers(201, R"({"id":5})");
  rig.lists("new 2");
  const auto written = rig.write(Seconds(300));
  REQUIRE(written);
  CHECK(written->changed);
  REQUIRE(rig.http.times.size() == 7);
  CHECK((rig.http.times[4] - rig.http.times[3]).count() >= 60);
  CHECK((rig.http.times[4] - rig.http.times[3]).count() < 65);
}

TEST_CASE("a pause is kept also by who holds the lock, and by who asks for it") {
  Rig rig;
  rig.knows_who_we_are();
  rig.lists("new 1");
  rig.answers(403, "{}", "20"); // the lock
  rig.lists("new 1");
  rig.answers(201, R"({"id":9})");
  rig.lists("new 1");
  rig.answers(429, "{}", "30"); // the comment
  rig.answers(204, "");         // the lock is given back when the pause is over
  rig.lists("new 1");
  rig.answers(201, R"({"id":10})");
  rig.lists("new 1");
  rig.answers(200, R"({"id":5,"body":"new 2"})");
  rig.answers(204, "");
  REQUIRE(rig.write(Seconds(300)));
  REQUIRE(rig.http.times.size() == 13);
  CHECK((rig.http.times[3] - rig.http.times[2]).count() >= 20);
  CHECK((rig.http.times[7] - rig.http.times[6]).count() >= 30);
  CHECK(rig.http.http.asked[7].url.ends_with("/reactions/9"));
}

TEST_CASE("a pause beyond the patience is not waited for, and its end is told") {
  Rig rig;
  rig.knows_who_we_are();
  rig.lists("new 1");
  rig.answers(201, R"({"id":9})");
  rig.lists("new 1");
  rig.answers(403, "{}", "60");
  const auto written = rig.write(Seconds(60));
  REQUIRE_FALSE(written);
  CHECK(
      written.error().message
      == "GitHub asks for a pause: GitHub may be asked again at 1970-01-01T00:01:00.000Z, in 60 s");
  CHECK(rig.clock.elapsed.count() < 1); // and nothing more was asked

  rig.http.http.script.clear();
  rig.knows_who_we_are();
  rig.lists("new 1");
  rig.answers(403, "{}", "61"); // the lock
  const auto locked = rig.write(Seconds(60));
  REQUIRE_FALSE(locked);
  CHECK(locked.error().message.find("GitHub may be asked again at") != std::string::npos);
}

TEST_CASE("what no further try would mend fails at once") {
  Rig rig;
  SUBCASE("no repository is given") {
    rig.knows_who_we_are();
    const auto written = rig.write(Seconds(300), "");
    REQUIRE_FALSE(written);
    CHECK(written.error().hint == "set GITHUB_REPOSITORY");
  }
  SUBCASE("something else than the API answers") {
    rig.answers(200, "<html>");
    rig.answers(200, "<html>");
    rig.answers(200, "<html>");
    const auto written = rig.write(Seconds(300));
    REQUIRE_FALSE(written);
    CHECK(written.error().message == "comments of #7: the answer is no list");
  }
  SUBCASE("the token is wrong") {
    for (int i = 0; i < 3; ++i) {
      rig.answers(401, R"({"message":"Bad credentials"})");
    }
    const auto written = rig.write(Seconds(300));
    REQUIRE_FALSE(written);
    CHECK(written.error().hint.find("expired") != std::string::npos);
  }
  CHECK(rig.clock.slept.empty());
}

TEST_CASE("a server that cannot be reached at all costs a tenth of the patience") {
  Rig rig;
  for (int i = 0; i < 3; ++i) {
    rig.http.http.script.push_back(failed(Error::Kind::external, "could not connect"));
  }
  const auto written = rig.write(Seconds(60));
  REQUIRE_FALSE(written);
  CHECK(written.error().message == "could not connect");
  CHECK(rig.clock.elapsed.count() < 10);
}
