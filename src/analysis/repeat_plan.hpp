// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/dockerfile.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// Steps of one stage that follow one another and were all executed, or all taken from the cache.
struct Stretch {
  std::string stage;     // as its steps name it
  bool unlabelled{true}; // the only stage, without a name: "[2/3] RUN make"
  std::string name;      // of the stage that stands for it when the build is made again
  int shift{0};          // between the two numberings of its steps
  int total{0};          // n of [stage i/n]
  int line{0};           // of the Dockerfile, where it begins; 0: with its FROM
  bool executed{false};
};

// How the same steps are executed again, with the same cache state, and nothing is taken away from
// the builder: those that were executed may not be taken from the cache, all others may.
// `--no-cache-filter` knows whole stages only; a stage that came from the cache in part is cut in
// two in the Dockerfile, which changes neither the steps nor their cache keys:
//   FROM a AS build                  FROM a AS tidegate-0-build
//   RUN cached               ->      RUN cached
//   RUN executed                     FROM tidegate-0-build AS build
//                                    RUN executed
struct RepeatPlan {
  std::vector<std::string> options;
  std::string dockerfile;         // its text; empty: the build's own
  std::vector<Stretch> stretches; // where the Dockerfile is cut
};

// `dockerfile` without stages: it cannot be read here. Error: it cannot be done, and why.
Result<RepeatPlan> plan_repeat(const std::vector<model::Step>& steps,
                               const model::Dockerfile& dockerfile,
                               std::string_view text);

// A vertex of the second build as the first one called it.
std::string first_name(const RepeatPlan& plan, std::string_view vertex_name);

} // namespace tidegate::analysis
