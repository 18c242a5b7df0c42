// SPDX-License-Identifier: Apache-2.0
#include "commands/build/cache_usage.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <thread>

using namespace tidegate;

namespace {

struct Rig {
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;
  model::Build build;

  Rig() {
    environment.variables = {{"GITHUB_ACTIONS", "true"},
                             {"GITHUB_API_URL", "https://api.example"},
                             {"GITHUB_REPOSITORY", "o/r"},
                             {"GITHUB_TOKEN", "hunter2hunter2"}};
  }

  void answer(int status, const std::string& body) {
    http.script.emplace_back(ports::HttpAnswer{.status = status, .body = body});
  }

  void run(const std::string& type = "gha", const std::string& token = "") {
    commands::CacheUsage usage(
        {process, http, clock, environment}, {{type, {}, "type=" + type}}, token);
    // The build meanwhile.
    for (int i = 0; i < 500 && !http.script.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    usage.add_to(build);
    usage.add_to(build); // says nothing twice
  }
};

} // namespace

TEST_CASE("a build with the Actions cache knows what the repository's caches hold") {
  Rig rig;
  rig.answer(200, R"({"active_caches_size_in_bytes":5000})");
  rig.answer(200, R"({"max_cache_size_gb":20})");
  rig.answer(200, R"({"actions_caches":[{"key":"index-a-1-x#1","size_in_bytes":7}]})");
  rig.answer(200, R"({"actions_caches":[]})");
  rig.run();
  REQUIRE(rig.build.cache.account);
  CHECK(rig.build.cache.account->repository_bytes == 5000);
  CHECK(rig.build.cache.account->repository_limit_bytes == 20'000'000'000);
  REQUIRE(rig.build.cache.account->scopes.size() == 1);
  CHECK(rig.build.notices.empty());
}

TEST_CASE("a token without the right is one notice and no account") {
  Rig rig;
  rig.answer(403, "{}");
  rig.run();
  CHECK_FALSE(rig.build.cache.account);
  REQUIRE(rig.build.notices.size() == 1);
  CHECK(rig.build.notices[0].find("actions: read") != std::string::npos);
}

TEST_CASE("without a token nothing is asked, and one notice says so") {
  Rig rig;
  rig.environment.variables.erase("GITHUB_TOKEN");
  rig.run();
  REQUIRE(rig.build.notices.size() == 1);
  CHECK(rig.http.asked.empty());
}

TEST_CASE("the Action's token comes before the environment's") {
  Rig rig;
  rig.answer(404, "{}");
  rig.run("gha", "given");
  CHECK(rig.http.asked[0].headers.back().second == "Bearer given");
}

TEST_CASE("outside of Actions and without the Actions cache nobody is asked") {
  Rig other;
  other.run("registry");
  CHECK(other.http.asked.empty());
  CHECK(other.build.notices.empty());
  Rig elsewhere;
  elsewhere.environment.variables.erase("GITHUB_ACTIONS");
  elsewhere.run();
  CHECK(elsewhere.http.asked.empty());
  CHECK(elsewhere.build.notices.empty());
}
