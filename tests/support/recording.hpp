// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/rawjson.hpp"
#include "analysis/build_fold.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <string>
#include <vector>

namespace tidegate::test {

// A recorded stderr of buildx (tests/data/rawjson).
struct Recording {
  std::vector<std::string> json_lines;
  std::vector<std::string> plain_lines;
};

inline Recording load_recording(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA) + "/rawjson/" + name + ".jsonl");
  REQUIRE_MESSAGE(file.good(), "no recording named ", name);
  Recording recording;
  for (std::string line; std::getline(file, line);) {
    (line.starts_with('{') ? recording.json_lines : recording.plain_lines).push_back(line);
  }
  return recording;
}

inline analysis::BuildFold fold_of(const std::vector<std::string>& json_lines) {
  analysis::BuildFold fold;
  for (const std::string& line : json_lines) {
    const auto progress = docker::parse_rawjson(line);
    REQUIRE(progress.has_value());
    fold.apply(*progress);
  }
  return fold;
}

inline analysis::BuildFold fold_recording(const std::string& name) {
  return fold_of(load_recording(name).json_lines);
}

// The step of that name; fails the test where there is none.
inline model::Step step_named(const std::vector<model::Step>& steps, const std::string& name) {
  for (const model::Step& step : steps) {
    if (step.name == name) {
      return step;
    }
  }
  FAIL("no step named ", name);
  return {};
}

} // namespace tidegate::test
