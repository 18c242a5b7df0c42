// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/build_history.hpp"
#include "analysis/build_fold.hpp"
#include "support/fake_process.hpp"
#include "support/history_data.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;

namespace {

docker::HistoryRef ref_of(std::string_view text) {
  const auto ref = docker::parse_history_ref(text);
  REQUIRE(ref.has_value());
  return *ref;
}

} // namespace

TEST_CASE("a reference is read as buildx and its metadata write it") {
  CHECK(ref_of("").ref.empty());
  CHECK(ref_of("^1").ref == "^1");
  CHECK(ref_of("jdh0oxs7w6l42il2e8tvzw1zt").ref == "jdh0oxs7w6l42il2e8tvzw1zt");
  CHECK(ref_of("mine/mine0/abc").builder == "mine");
  CHECK(ref_of("mine/mine0/abc").ref == "abc");
}

TEST_CASE("what could be an option or a path is no reference") {
  for (const auto* text :
       {"--builder=x", "-x", "a/b", "/a/b", "a//b", "a/-b/c", "a b", "^", "^-1"}) {
    CAPTURE(text);
    CHECK_FALSE(docker::parse_history_ref(text).has_value());
  }
}

TEST_CASE("the history of an engine is asked for record, log and provenance of one build") {
  test::FakeProcess process;
  process.script = {{.out = test::history_text("inspect.json")},
                    {.err = test::history_text("logs.rawjson")},
                    {.out = test::history_text("provenance-v0.2.json")}};
  analysis::BuildFold fold;
  const auto build =
      docker::read_build_history(process,
                                 ref_of("mine/mine0/abc"),
                                 [&](const model::Progress& progress) { fold.apply(progress); });
  REQUIRE(build.has_value());
  CHECK(fold.steps().size() == 14);
  CHECK(build->provenance.size() == 1);
  CHECK(build->notices.empty());
  REQUIRE(process.asked.size() == 3);
  using Words = std::vector<std::string>;
  CHECK(process.asked[0].argv
        == Words{"docker",
                 "buildx",
                 "--builder",
                 "mine",
                 "history",
                 "inspect",
                 "--format",
                 "json",
                 "abc"});
  CHECK(process.asked[1].argv
        == Words{"docker",
                 "buildx",
                 "--builder",
                 "mine",
                 "history",
                 "logs",
                 "--progress",
                 "rawjson",
                 build->ref});
  CHECK(process.asked[2].argv.back().starts_with("sha256:"));
}

TEST_CASE("without a log the build is still told, with a notice") {
  test::FakeProcess process;
  process.script = {{.out = test::history_text("inspect-failed.json")},
                    {.err = "ERROR: no log\n", .exit = ports::Exit{.status = 1}}};
  const auto build = docker::read_build_history(process, {}, [](const model::Progress&) {});
  REQUIRE(build.has_value());
  CHECK(build->notices
        == std::vector<std::string>{"steps unknown: docker buildx history logs: no log"});
}

TEST_CASE("an engine without such a build is told by its own words") {
  test::FakeProcess process;
  process.script = {
      {.err = "ERROR: no record found for ref \"x\"\n", .exit = ports::Exit{.status = 1}}};
  const auto build =
      docker::read_build_history(process, ref_of("x"), [](const model::Progress&) {});
  REQUIRE_FALSE(build.has_value());
  CHECK(build.error().kind == Error::Kind::external);
  CHECK(build.error().message == "docker buildx history inspect: no record found for ref \"x\"");
  CHECK(build.error().hint.find("history ls") != std::string::npos);
}

TEST_CASE("an answer that would become an option of the next question is refused") {
  test::FakeProcess process;
  process.script = {{.out = R"({"Ref":"--all"})"}};
  CHECK_FALSE(docker::read_build_history(process, {}, [](const model::Progress&) {}).has_value());
}
