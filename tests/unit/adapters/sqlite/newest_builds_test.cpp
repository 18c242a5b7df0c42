// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/store.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/sqlite/stored_builds.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using test::check_done;
using test::judged_build;
using test::opened;
using test::TempDir;

namespace {

codec::JudgedBuild build(int n, const std::string& leg, const std::string& ref) {
  auto judged = judged_build(n);
  judged.build.run.leg = leg;
  judged.build.run.ref = ref;
  return judged;
}

// Builds 1 to 5: of leg a and b, the last one of another branch; each measured `metric`.
sqlite::Store five_builds(const TempDir& folder) {
  auto store = opened(folder.path() / "history.db");
  check_done(store.begin());
  const auto add = [&store](const codec::JudgedBuild& judged, model::MetricKind kind) {
    check_done(store.add({.judged = judged,
                          .event_file = "a",
                          .position_after = 1,
                          .metrics = {{.measured = {.metric = {.kind = kind}, .value = 1},
                                       .again = std::nullopt}}}));
  };
  add(build(1, "a", "refs/heads/main"), model::MetricKind::image_size);
  add(build(2, "a", "refs/heads/main"), model::MetricKind::build_time);
  add(build(3, "b", "refs/heads/main"), model::MetricKind::build_time);
  auto other_machine = build(4, "a", "refs/heads/main");
  other_machine.build.runner.cpu_model = "another";
  add(other_machine, model::MetricKind::build_time);
  add(build(5, "b", "refs/heads/topic"), model::MetricKind::build_time);
  check_done(store.commit());
  return store;
}

std::vector<Seconds> numbers(const Result<std::vector<codec::JudgedBuild>>& builds) {
  REQUIRE_MESSAGE(builds, (builds ? "" : builds.error().message));
  std::vector<Seconds> list;
  for (const auto& judged : *builds) {
    list.push_back(judged.build.duration.value_or(Seconds{0}));
  }
  return list;
}

using Numbers = std::vector<Seconds>;

} // namespace

TEST_CASE("the newest build of each thing is that of its legs, not of its machines") {
  const TempDir folder;
  auto store = five_builds(folder);
  CHECK(numbers(store.newest_of_things({.ref = "refs/heads/main", .count = 10}))
        == Numbers{Seconds(4), Seconds(3)});
  CHECK(numbers(store.newest_of_things({.count = 10})) == Numbers{Seconds(5), Seconds(4)});
  CHECK(numbers(store.newest_of_things({.count = 1})) == Numbers{Seconds(5)});
  CHECK(numbers(store.newest_of_things({.ref = "refs/heads/none", .count = 10})).empty());
}

TEST_CASE("the newest values of all series are found, in a time and of a branch") {
  const TempDir folder;
  auto store = five_builds(folder);
  CHECK(numbers(store.newest_of_series({.ref = "refs/heads/main", .count = 10}))
        == Numbers{Seconds(4), Seconds(3), Seconds(1)});
  CHECK(numbers(store.newest_of_series({.count = 2})) == Numbers{Seconds(5), Seconds(4)});
  const auto begin = *judged_build(2).build.started;
  const auto end = *judged_build(3).build.started;
  CHECK(numbers(store.newest_of_series({.since = begin, .until = end, .count = 10}))
        == Numbers{Seconds(3), Seconds(2)});
}
