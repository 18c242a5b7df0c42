// SPDX-License-Identifier: Apache-2.0
#include "commands/build/export_check.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

namespace {

// Three seconds of patience are over after three looks at it.
class HurryingClock final : public ports::Clock {
public:
  Time now() override { return {}; }

  Seconds monotonic() override { return elapsed_ += Seconds{1}; }

  void sleep(Seconds span) override { elapsed_ += span; }

private:
  Seconds elapsed_{0};
};

struct Rig {
  Rig() {
    environment.variables = {{"ACTIONS_RESULTS_URL", "https://results.example/"},
                             {"ACTIONS_RUNTIME_TOKEN", "a.b.c"}};
    access.v2 = access.token = access.url = access.token_readable = true;
    access.scopes = {{"refs/heads/main", true, true}};
  }

  void answers(int status, const std::string& body) {
    http.script.emplace_back(ports::HttpAnswer{.status = status, .body = body});
  }

  void has_index(const std::string& number) {
    answers(200, R"({"ok":true,"matched_key":"index-buildkit-1-1234#)" + number + "\"}");
  }

  std::vector<std::string> problems() {
    commands::ExportCheck check(
        {process, http, clock, environment}, {{"gha", {}, "type=gha"}}, access);
    std::vector<std::string> texts;
    for (const auto& trouble : check.troubles()) {
      texts.push_back(trouble.text);
    }
    return texts;
  }

  test::FakeProcess process;
  test::FakeHttp http;
  HurryingClock clock;
  test::FakeEnvironment environment;
  model::CacheAccess access;
};

} // namespace

TEST_CASE("an index entry that is new confirms the export") {
  Rig rig;
  rig.has_index("1");
  rig.has_index("2");
  CHECK(rig.problems().empty());
}

TEST_CASE("an index entry that comes late confirms the export") {
  Rig rig;
  rig.answers(200, R"({"ok":false})");
  rig.answers(200, R"({"ok":false})");
  rig.has_index("1");
  CHECK(rig.problems().empty());
}

TEST_CASE("an index entry that stays the old one is a lost export, after a limited time") {
  Rig rig;
  for (int i = 0; i < 4; ++i) {
    rig.has_index("7");
  }
  const auto problems = rig.problems();
  REQUIRE(problems.size() == 1);
  CHECK(problems.front().find("was not stored although BuildKit called it done")
        != std::string::npos);
  CHECK(problems.front().find("still the old one") != std::string::npos);
}

TEST_CASE("a service that fails to answer leaves the export unconfirmed, with its reason") {
  Rig rig;
  SUBCASE("before the build") {
    rig.answers(429, "{}");
  }
  SUBCASE("after it") {
    rig.has_index("1");
    rig.answers(429, "{}");
  }
  const auto problems = rig.problems();
  REQUIRE(problems.size() == 1);
  CHECK(problems.front()
        == "the cache export could not be confirmed: the cache service answered a look-up with "
           "status 429");
}

TEST_CASE("without an export to this service nothing is asked") {
  Rig rig;
  rig.access.scopes = {{"refs/heads/main", true, false}};
  CHECK(rig.problems().empty());
  CHECK(rig.http.asked.empty());
}
