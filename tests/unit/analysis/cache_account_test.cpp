// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_account.hpp"
#include "analysis/cache_advice.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace tidegate;
using analysis::account;

namespace {

model::Step step(const std::string& text, bool cached, double seconds) {
  model::Step result;
  result.stage = "app";
  result.index = 2;
  result.instruction = text;
  result.name = "[app 2/2] " + text;
  result.reached = true;
  result.cached = cached;
  result.duration = Seconds(seconds);
  return result;
}

model::Step transfer(const std::string& name, double from, double to) {
  model::Step result;
  result.name = name;
  result.reached = true;
  const auto at = [](double seconds) {
    return Time(std::chrono::duration_cast<std::chrono::nanoseconds>(Seconds(seconds)));
  };
  result.started = at(from);
  result.completed = at(to);
  result.duration = Seconds(to - from);
  return result;
}

model::Build build_of(std::vector<model::Step> steps) {
  model::Build build;
  build.steps = std::move(steps);
  return build;
}

model::Build exported(double seconds, bool cached, double work) {
  return build_of(
      {step("RUN a", cached, work), transfer("exporting to GitHub Actions Cache", 0, seconds)});
}

std::vector<std::string> kinds(const model::CacheAccount& result) {
  std::vector<std::string> list;
  for (const auto& advice : result.advice) {
    list.push_back(advice.kind);
  }
  return list;
}

// The COPY of a whole folder changed, and the installation below it ran again.
model::Build reinstalled() {
  auto build = build_of({step("COPY . .", false, 1), step("RUN npm ci", false, 40)});
  build.misses = {
      {.step = 0, .cause = model::MissCause::files_changed, .followers = {1}, .cost = Seconds(41)}};
  return build;
}

} // namespace

TEST_CASE("a cached step saved what it took when it was last carried out") {
  const auto now = build_of({step("RUN a", true, 0), step("RUN b", true, 0)});
  const auto result = account(now,
                              {build_of({step("RUN a", true, 0.1)}),
                               build_of({step("RUN a", false, 5), step("RUN b", false, 7)}),
                               build_of({step("RUN a", false, 100)})});
  CHECK(result.saved == Seconds(12));
  CHECK(result.known_steps == 2);
}

TEST_CASE("without the time of every cached step the saving is not known") {
  const auto now = build_of({step("RUN a", true, 0), step("RUN b", true, 0)});
  const auto result = account(now, {build_of({step("RUN a", false, 5)})});
  CHECK_FALSE(result.saved.has_value());
  CHECK(result.known_steps == 1);
}

TEST_CASE("a build without cached steps saved nothing, and a failed step measures nothing") {
  CHECK(account(build_of({step("RUN a", false, 5)}), {}).saved == Seconds(0));
  auto failed = step("RUN a", false, 5);
  failed.error = "exit code: 1";
  CHECK(account(build_of({step("RUN a", true, 0)}), {build_of({failed})}).known_steps == 0);
}

TEST_CASE("imports that run at the same time count once") {
  const auto now = build_of({transfer("importing cache manifest from gha", 0, 3),
                             transfer("importing cache manifest from gha", 2, 4),
                             transfer("exporting to GitHub Actions Cache", 10, 16)});
  const auto result = account(now, {});
  CHECK(result.import_time == Seconds(4));
  CHECK(result.export_time == Seconds(6));
}

TEST_CASE("what was not done has no time") {
  const auto result = account(build_of({step("RUN a", false, 5)}), {});
  CHECK_FALSE(result.import_time.has_value());
  CHECK_FALSE(result.export_time.has_value());
  CHECK(result.advice.empty());
}

TEST_CASE("an export that costs more than it saves is advised against, with the gain") {
  // The step took 2 s before: each export takes 10 s and saves 2.
  const std::vector<model::Build> past{exported(10, true, 0),
                                       exported(10, true, 0),
                                       exported(10, true, 0),
                                       exported(10, true, 0),
                                       build_of({step("RUN a", false, 2)})};
  const auto result = account(exported(10, true, 0), past);
  REQUIRE(kinds(result) == std::vector<std::string>{"no-export"});
  CHECK(result.advice[0].gain == Seconds(8));
  CHECK(result.advice[0].text.find("it takes 10.0s for each build, and what was cached saved 2.0s "
                                   "(mean of 5 builds)")
        != std::string::npos);
  CHECK(kinds(account(exported(10, true, 0), {past.begin() + 1, past.end()})).empty());
}

TEST_CASE("an export that pays is left alone") {
  const std::vector<model::Build> past{exported(10, true, 0),
                                       exported(10, true, 0),
                                       exported(10, true, 0),
                                       exported(10, true, 0),
                                       build_of({step("RUN a", false, 60)})};
  CHECK(kinds(account(exported(10, true, 0), past)).empty());
}

TEST_CASE("mode=min is advised where no inner stage was ever taken from the cache") {
  const auto build = [](bool inner_cached) {
    auto inner = step("RUN inner", inner_cached, 3);
    inner.stage = "inner";
    auto result = exported(10, true, 0);
    result.steps.push_back(inner);
    result.stages = {{.name = "app", .final = true}, {.name = "inner"}};
    return result;
  };
  const std::vector<model::CacheOption> max{{"gha", {{"mode", "max"}}, ""}};
  const std::vector<model::Build> past(5, build(false));
  const auto result = account(build(false), past, max);
  REQUIRE(kinds(result) == std::vector<std::string>{"mode-min"});
  CHECK(result.advice[0].gain == Seconds(5));
  CHECK(kinds(account(build(false), past, {{"gha", {}, ""}})).empty());
  CHECK(kinds(account(build(true), past, max)).empty());
}

TEST_CASE("a COPY that makes an installation run again should stand below it") {
  const std::vector<model::Build> past(5, reinstalled());
  const auto result = account(reinstalled(), past);
  REQUIRE(kinds(result) == std::vector<std::string>{"copy-order"});
  CHECK(result.advice[0].gain == Seconds(40));
  CHECK(result.advice[0].text.find("in 6 of 6 builds a change of the files of `COPY . .`")
        != std::string::npos);
  CHECK(kinds(account(reinstalled(), {past.begin(), past.begin() + 2})).empty());
}

TEST_CASE("branches that take turns in one registry cache should have one each") {
  const auto build = [](const std::string& ref, const std::string& backend) {
    auto result = build_of({step("RUN a", false, 30)});
    result.run.ref = ref;
    result.cache.backend = backend;
    result.cache.imported = true;
    result.misses = {{.step = 0, .cause = model::MissCause::not_in_cache, .cost = Seconds(30)}};
    return result;
  };
  const auto alternate = [&](const std::string& backend) {
    std::vector<model::Build> past;
    for (const char* ref : {"b", "a", "b", "a", "b"}) {
      past.push_back(build(ref, backend));
    }
    return kinds(account(build("a", backend), past));
  };
  CHECK(alternate("registry") == std::vector<std::string>{"scope-per-branch"});
  CHECK(alternate("gha").empty()); // GitHub keeps them apart by itself
}

TEST_CASE("a budget that is nearly used up is said") {
  model::CacheAccount result;
  CHECK(analysis::budget_advice(result).empty());
  result.repository_bytes = 9'500'000'000;
  result.repository_limit_bytes = 10'000'000'000;
  result.scopes = {{"app", 3, 1'000'000'000}, {"web", 2, 4'000'000'000}};
  const auto advice = analysis::budget_advice(result);
  REQUIRE(advice.size() == 1);
  CHECK(advice[0].text.find("the largest scope is web with 4.00 GB") != std::string::npos);
  result.repository_bytes = 5'000'000'000;
  CHECK(analysis::budget_advice(result).empty());
}

TEST_CASE("the steps that invalidate most come first, with cause and mean cost") {
  auto other = build_of({step("RUN b", false, 5)});
  other.misses = {{.step = 0, .cause = model::MissCause::not_in_cache},
                  {.step = 99, .cause = model::MissCause::unknown}};
  auto first = build_of({step("RUN b", false, 5)});
  first.misses = {{.step = 0, .cause = model::MissCause::first_build, .cost = Seconds(5)}};
  const auto rows = analysis::invalidations({reinstalled(), other, reinstalled(), first});
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].instruction == "COPY . .");
  CHECK(rows[0].times == 2);
  CHECK(rows[0].builds == 4);
  CHECK(rows[0].cause == model::MissCause::files_changed);
  CHECK(rows[0].mean_cost == Seconds(41));
  CHECK(rows[1].instruction == "RUN b");
  CHECK_FALSE(rows[1].mean_cost.has_value());
}
