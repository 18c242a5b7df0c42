// SPDX-License-Identifier: Apache-2.0
#include "report/outputs.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>

using namespace tidegate;
using namespace tidegate::test;

namespace {

std::map<std::string, std::string> outputs_of(const SampleReport& sample) {
  std::map<std::string, std::string> result;
  for (const auto& [name, value] : report::step_outputs(sample.view(),
                                                        {.metadata = "{}",
                                                         .image_id = "sha256:1d",
                                                         .record_file = "/tmp/record.json",
                                                         .unpublished = "/w/.tidegate/spool"})) {
    CHECK_MESSAGE(result.emplace(name, value).second, name, " is there twice");
  }
  return result;
}

} // namespace

TEST_CASE("step outputs carry the established names and what was measured") {
  const std::map<std::string, std::string> expected{
      {"imageid", "sha256:1d"},
      {"digest", "sha256:0123abcd"},
      {"metadata", "{}"},
      {"verdict", "pass"},
      {"verdict-reason", "built in 12.3s, at most 14.0s is usual"},
      {"outcome", "success"},
      {"build-time", "12.345"},
      {"docker_build_time", "12.345"},
      {"cache-state", "partial"},
      {"cache-hit-ratio", "0.25"},
      {"cached-steps", "1"},
      {"cacheable-steps", "4"},
      {"image-size", "95900000"},
      {"slowest-step", "[build 2/4] RUN"},
      {"context-bytes", "1234"},
      {"load-context-time", "0.200"},
      {"cache-import-time", "0.000"},
      {"execute-time", "10.100"},
      {"export-image-time", "1.400"},
      {"cache-export-time", "0.000"},
      {"health", "87.5"},
      {"event-id", "01JD5W0000000000000000000A"},
      {"record", "/tmp/record.json"},
      {"unpublished-events", "/w/.tidegate/spool"},
      {"unpublished-name", "tidegate-events-image-linux-arm64--22-0000000A"}};
  SampleReport sample = sample_report();
  sample.build.run.job = "image";
  sample.build.run.leg = "linux/arm64, 22";
  CHECK(outputs_of(sample) == expected);
}

TEST_CASE("every output is there, empty, where nothing was measured") {
  const auto known = outputs_of(sample_report());
  const auto empty = outputs_of(SampleReport{});
  CHECK(empty.size() == known.size());
  for (const char* const name : {"verdict",
                                 "verdict-reason",
                                 "cache-state",
                                 "cache-hit-ratio",
                                 "cached-steps",
                                 "cacheable-steps",
                                 "image-size",
                                 "slowest-step",
                                 "context-bytes",
                                 "load-context-time",
                                 "execute-time",
                                 "health"}) {
    CAPTURE(name);
    CHECK(empty.at(name).empty());
  }
}

TEST_CASE("the verdict output is the gravest one with its reason on one line") {
  SampleReport sample = sample_report();
  sample.verdicts.push_back(sample_verdict(model::Status::fail));
  sample.verdicts.back().reason = "too\nslow\x1b[1m";
  sample.verdicts.push_back(sample_verdict(model::Status::warn));
  const auto outputs = outputs_of(sample);
  CHECK(outputs.at("verdict") == "fail");
  CHECK(outputs.at("verdict-reason") == "too slow");
}
