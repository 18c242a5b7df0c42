// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"
#include "commands/observe/observe.hpp"
#include "commands/observe/observe_record.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"
#include "support/history_data.hpp"
#include "support/temp_dir.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

using namespace tidegate;

namespace {

struct Rig {
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;

  ports::Ports ports() {
    return {.process = process, .http = http, .clock = clock, .environment = environment};
  }
};

commands::ObserveOptions as_json() {
  commands::ObserveOptions options;
  options.format = commands::Format::json;
  return options;
}

model::Build parsed(const std::string& json) {
  auto judged = codec::parse_build(json);
  REQUIRE_MESSAGE(judged.has_value(), judged.error().message);
  return std::move(judged->build);
}

} // namespace

TEST_CASE("observe wants exactly one source") {
  Rig rig;
  auto none = commands::run_observe({}, rig.ports());
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().kind == Error::Kind::usage);
  commands::ObserveOptions two;
  two.log = "a";
  two.record = "b";
  CHECK_FALSE(commands::run_observe(two, rig.ports()).has_value());
}

TEST_CASE("observe prints one build as one object with everything that its record tells") {
  Rig rig;
  auto options = as_json();
  options.record = test::history_path("one.dockerbuild");
  CHECK(commands::run_observe(options, rig.ports()) == 0);
  const std::string& out = rig.environment.written_out;
  CHECK(out.find("\n  ") != std::string::npos);
  CHECK(out.find(test::planted_argument) == std::string::npos);
  CHECK(out.find("${WORD}") != std::string::npos);
  const auto build = parsed(out);
  CHECK(build.source == model::Source::record);
  CHECK(build.outcome == model::Outcome::success);
  CHECK_FALSE(build.exit_status.has_value());
  CHECK(build.id.empty());
  CHECK(build.duration.has_value());
  CHECK(build.cache.state == model::CacheState::cold);
  CHECK(build.cache.backend == "gha");
  REQUIRE(build.image.layers.size() == 4);
  CHECK(build.image.layers[0].base);
  CHECK(build.image.layers[1].step.has_value());
  CHECK(build.image.compressed_bytes.has_value());
  for (const auto& step : build.steps) {
    CHECK((step.index == 0 || step.lines.has_value()));
  }
}

TEST_CASE("observe prints several builds as one line each") {
  Rig rig;
  auto options = as_json();
  options.record = test::history_path("two.dockerbuild");
  CHECK(commands::run_observe(options, rig.ports()) == 0);
  const auto lines = util::split(util::trim(rig.environment.written_out), '\n');
  REQUIRE(lines.size() == 2);
  const auto first = parsed(lines[0]);
  const auto second = parsed(lines[1]);
  const auto& broken = first.outcome == model::Outcome::failure ? first : second;
  REQUIRE(broken.error.has_value());
  CHECK(broken.error->kind == "step_failed");
}

TEST_CASE("a rawjson log and a record of the same build tell the same steps") {
  Rig from_log;
  auto log = as_json();
  log.rawjson = test::history_path("build.rawjson");
  log.metadata = test::history_path("metadata.json");
  CHECK(commands::run_observe(log, from_log.ports()) == 0);
  Rig from_record;
  auto record = as_json();
  record.record = test::history_path("one.dockerbuild");
  CHECK(commands::run_observe(record, from_record.ports()) == 0);
  const auto names = [](const std::string& json) {
    std::vector<std::string> found;
    for (const auto& step : parsed(json).steps) {
      if (step.index > 0) {
        found.push_back(step.name);
      }
    }
    std::ranges::sort(found);
    return found;
  };
  CHECK(names(from_log.environment.written_out).size() == 7);
  CHECK(names(from_log.environment.written_out) == names(from_record.environment.written_out));
  CHECK(parsed(from_log.environment.written_out).image.ref == "registry.example/app:1");
}

TEST_CASE("lines come from the Dockerfile where the source does not know them") {
  const test::TempDir folder;
  const auto path = (folder.path() / "Dockerfile").string();
  std::ofstream(path) << "FROM debian:bookworm-slim AS base\nARG WORD=hello\nRUN echo \"$WORD\" > "
                         "/word && sleep 0.2\n";
  Rig rig;
  auto options = as_json();
  options.rawjson = test::history_path("build.rawjson");
  options.dockerfile = path;
  CHECK(commands::run_observe(options, rig.ports()) == 0);
  const auto build = parsed(rig.environment.written_out);
  const auto found = std::ranges::find_if(
      build.steps, [](const model::Step& step) { return step.stage == "base" && step.index == 2; });
  REQUIRE(found != build.steps.end());
  CHECK(found->lines == model::SourceLines{path, 3, 3});
}

TEST_CASE("nothing of a build in a file is an error of exit code 3") {
  const test::TempDir folder;
  const auto path = (folder.path() / "log").string();
  std::ofstream(path) << "make: nothing to be done\n";
  Rig rig;
  commands::ObserveOptions log;
  log.log = path;
  const auto read = commands::run_observe(log, rig.ports());
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().kind == Error::Kind::external);
  commands::ObserveOptions missing;
  missing.log = (folder.path() / "none").string();
  CHECK(commands::run_observe(missing, rig.ports()).error().kind == Error::Kind::usage);
}

TEST_CASE("the runtime token of an engine's history reaches no part of the record") {
  Rig rig;
  rig.process.script = {{.out = test::history_text("inspect.json")},
                        {.err = test::history_text("logs.rawjson")},
                        {.out = test::history_text("provenance-v0.2.json")}};
  std::string json;
  const auto done =
      commands::observe_history(rig.ports(), {}, [&](const commands::Observation& observation) {
        const auto build = commands::observed_record(observation, {}, {}, rig.environment);
        json = codec::to_json(build, {});
      });
  CHECK(done.has_value());
  CHECK(json.find("\"history\"") != std::string::npos);
  CHECK(json.find(test::planted_token) == std::string::npos);
  CHECK(json.find("eyJ") == std::string::npos);
  CHECK(json.find(test::planted_argument) == std::string::npos);
}
