// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/fork_builds.hpp"
#include "commands/sharing/reported_build.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using namespace tidegate::commands;

namespace {

codec::JudgedBuild
build(const std::string& job, const std::string& attempt, const std::string& id) {
  codec::JudgedBuild judged;
  judged.build.id = id;
  judged.build.run.job = job;
  judged.build.run.attempt = attempt;
  return judged;
}

std::vector<std::string> ids_of(const std::vector<codec::JudgedBuild>& builds) {
  std::vector<std::string> ids;
  for (const auto& judged : builds) {
    ids.push_back(judged.build.id);
  }
  return ids;
}

} // namespace

TEST_CASE("of each leg the builds of its newest attempt are reported") {
  CHECK(ids_of(newest_attempts({build("a", "1", "a1"),
                                build("a", "2", "a2"),
                                build("b", "1", "b1"),
                                build("a", "10", "a10"),
                                build("a", "9", "a9")}))
        == std::vector<std::string>{"b1", "a10"});
}

TEST_CASE(
    "two builds of one leg in one attempt stay two, and one that is handed over twice is one") {
  CHECK(
      ids_of(newest_attempts(
          {build("a", "2", "x"), build("a", "2", "y"), build("a", "2", "x"), build("b", "2", "x")}))
      == std::vector<std::string>{"x", "y", "x"});
}

TEST_CASE("a build is not called the first of its kind where the past could not be read") {
  const test::TempDir folder;
  const std::string log = (folder.path() / "events").string();
  const std::string store = (folder.path() / "history.db").string();
  Ledger ledger([&] {
    model::Settings settings;
    settings.events_dir = log;
    settings.store = store;
    return settings;
  }());
  REQUIRE(ledger.open());
  const auto judged = build("a", "1", "x");
  const ReportedBuild unread(judged, &ledger, "no route to host");
  CHECK_FALSE(unread.report().history.available);
  CHECK(unread.report().history.problem == "no route to host");
  const ReportedBuild read(judged, &ledger);
  CHECK(read.report().history.available);
}
