// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/provenance.hpp"
#include "support/history_data.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using docker::Provenance;

namespace {

Provenance read(const std::string& text) {
  auto provenance = docker::read_provenance(text);
  REQUIRE(provenance.has_value());
  return std::move(*provenance);
}

// A step whose lines are these, of whatever digest.
const docker::ProvenanceStep* step_at(const Provenance& provenance, int first, int last) {
  for (const auto& [digest, step] : provenance.steps) {
    if (step.lines && step.lines->first == first && step.lines->last == last) {
      return &step;
    }
  }
  return nullptr;
}

std::string v02(const std::string& usage) {
  return R"({"invocation":{},"buildConfig":{"llbDefinition":[{"id":"step0","resourceUsage":)"
         + usage + R"(}],"digestMapping":{"sha256:aa":"step0"}}})";
}

model::StepResources usage_of(const std::string& usage) {
  const auto provenance = read(v02(usage));
  REQUIRE(provenance.steps.contains("sha256:aa"));
  const auto& resources = provenance.steps.at("sha256:aa").resources;
  REQUIRE(resources.has_value());
  return *resources;
}

} // namespace

TEST_CASE("provenance of a real build gives each step its lines in the Dockerfile") {
  const auto provenance = read(test::history_text("provenance-v0.2.json"));
  CHECK(provenance.dockerfile == "Dockerfile");
  CHECK(provenance.steps.size() == 9);
  CHECK(step_at(provenance, 1, 1) != nullptr);
  const auto* const run = step_at(provenance, 8, 9); // continued on the next line
  REQUIRE(run != nullptr);
  CHECK(run->lines->file == "Dockerfile");
}

TEST_CASE("provenance of a real build names layers, base image and arguments") {
  const auto provenance = read(test::history_text("provenance-v0.2.json"));
  CHECK(provenance.image_layers.size() == 4);
  CHECK(std::ranges::all_of(provenance.image_layers,
                            [](const auto& layer) { return layer.bytes.has_value(); }));
  REQUIRE(provenance.materials.size() == 1);
  CHECK(provenance.materials[0].uri == "pkg:docker/debian@bookworm-slim?platform=linux%2Famd64");
  CHECK(provenance.materials[0].digest.starts_with("sha256:"));
  CHECK(provenance.build_arg_names == std::vector<std::string>{"WORD"});
  CHECK(provenance.platform == "linux/amd64");
  CHECK(provenance.started < provenance.finished);
}

TEST_CASE("provenance v1 inside a statement is read like v0.2") {
  const auto provenance = read(R"({
    "_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://slsa.dev/provenance/v1",
    "predicate": {
      "buildDefinition": {
        "externalParameters": {"request": {"args": {"build-arg:A": "x", "target": "app"}}},
        "internalParameters": {"builderPlatform": "linux/arm64", "buildConfig": {
          "llbDefinition": [{"id": "step0"}, {"id": "step1", "inputs": ["step0:0"]}],
          "digestMapping": {"sha256:aa": "step0"}}},
        "resolvedDependencies": [{"uri": "pkg:docker/a@1", "digest": {"sha256": "00"}}]},
      "runDetails": {"metadata": {
        "startedOn": "2026-01-01T00:00:00Z", "finishedOn": "2026-01-01T00:00:05Z",
        "buildkit_metadata": {
          "source": {"infos": [{"filename": "app.Dockerfile"}],
                     "locations": {"step0": {"locations": [{"ranges": [
                       {"start": {"line": 4}, "end": {"line": 6}},
                       {"start": {"line": 3}, "end": {"line": 3}}]}]}}},
          "layers": {"step0:0": [[{"digest": "sha256:bb", "size": -1}],
                                 [{"digest": "sha256:cc", "size": 12}]]}}}}}})");
  REQUIRE(provenance.steps.contains("sha256:aa"));
  const auto& step = provenance.steps.at("sha256:aa");
  CHECK(step.lines == model::SourceLines{"app.Dockerfile", 3, 6});
  CHECK(step.layer == docker::ProvenanceLayer{"sha256:cc", 12});
  CHECK(provenance.image_layers == std::vector<docker::ProvenanceLayer>{{"sha256:cc", 12}});
  CHECK(provenance.target == "app");
  CHECK(provenance.platform == "linux/arm64");
  CHECK(provenance.materials == std::vector<docker::Material>{{"pkg:docker/a@1", "sha256:00"}});
  CHECK(*provenance.finished - *provenance.started == std::chrono::seconds(5));
}

TEST_CASE("a size of -1 is a size that nobody knows") {
  const auto provenance = read(R"({"invocation":{},"buildConfig":{"digestMapping":{"d":"step0"}},
    "metadata":{"https://mobyproject.org/buildkit@v1#metadata":
      {"layers":{"step0:0":[[{"digest":"sha256:aa","size":-1}]]}}}})");
  CHECK(provenance.steps.at("d").layer == docker::ProvenanceLayer{"sha256:aa", std::nullopt});
}

TEST_CASE("the largest sample of a step's usage is its total") {
  const auto usage = usage_of(R"({"samples":[
    {"cpuStat":{"usageNanos":1500000000,"pressure":{"some":{"total":250000}}},
     "memoryStat":{"peak":4096,"pressure":{"some":{"total":0}}},
     "ioStat":{"readBytes":10,"writeBytes":20,"pressure":{"some":{"total":1000000}}},
     "netStat":{"rxBytes":7}},
    {"cpuStat":{"usageNanos":2500000000},"memoryStat":{"peak":2048}}]})");
  CHECK(usage.cpu == Seconds(2.5));
  CHECK(usage.cpu_pressure == Seconds(0.25));
  CHECK(usage.io_pressure == Seconds(1));
  CHECK(usage.memory_pressure == Seconds(0));
  CHECK(usage.memory_peak_bytes == 4096);
  CHECK(usage.read_bytes == 10);
  CHECK(usage.written_bytes == 20);
  CHECK(usage.received_bytes == 7);
  CHECK(usage.transmitted_bytes == 0); // Go leaves a zero out
}

TEST_CASE("what was not measured is absent and not zero") {
  const auto usage = usage_of(R"({"samples":[{"cpuStat":{"usageNanos":5}}]})");
  CHECK(usage.cpu.has_value());
  CHECK_FALSE(usage.io_pressure.has_value());
  CHECK_FALSE(usage.received_bytes.has_value());
  CHECK_FALSE(read(v02(R"({"samples":[{}]})")).steps.at("sha256:aa").resources.has_value());
}

TEST_CASE("samples of the machine come in order of time") {
  const auto provenance = read(R"({"invocation":{},"metadata":
    {"https://mobyproject.org/buildkit@v1#metadata":{"sysUsage":[
      {"timestamp":"2026-01-01T00:00:02Z","ioPressure":{"some":{"total":3000000}}},
      {"timestamp":"2026-01-01T00:00:01Z",
       "cpuStat":{"user":1,"nice":0,"system":2,"irq":0,"softirq":0.5,"steal":0,"idle":99}},
      {"timestamp":"yesterday"}]}}})");
  REQUIRE(provenance.system.size() == 2);
  CHECK(provenance.system[0].cpu == Seconds(3.5));
  CHECK_FALSE(provenance.system[0].io_pressure.has_value());
  CHECK(provenance.system[1].io_pressure == Seconds(3));
}

TEST_CASE("what is no provenance is an error and what is odd in it is passed over") {
  CHECK_FALSE(docker::read_provenance("").has_value());
  CHECK_FALSE(docker::read_provenance("[]").has_value());
  CHECK_FALSE(docker::read_provenance("{}").has_value());
  CHECK_FALSE(docker::read_provenance(std::string(1'000'000, '[')).has_value());
  const auto odd = read(R"({"invocation":7,"buildConfig":{"digestMapping":{"a":7,"b":"step0"},
    "llbDefinition":[1,{"id":{},"inputs":["nothing"]}]},"materials":[1,{"uri":2}],
    "metadata":{"https://mobyproject.org/buildkit@v1#metadata":{"source":{"locations":
      {"step0":{"locations":[{"sourceIndex":9,"ranges":[{"start":{"line":-1}},
        {"start":{"line":5},"end":{"line":2}}]}]}}}}}})");
  CHECK(odd.steps.size() == 1);
  CHECK_FALSE(odd.steps.at("b").lines.has_value());
}
