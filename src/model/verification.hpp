// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

struct Spread {
  double median{0};
  double least{0};
  double most{0};

  bool operator==(const Spread&) const = default;
};

// What `build --verify-cache` measured: pairs of one build without any cache and one with all of
// it, one after the other on one machine.
struct Verification {
  std::string id; // of its event
  Time started;
  Time ended;
  std::vector<Seconds> cold; // in order; as many as there are of `warm`
  std::vector<Seconds> warm;
  std::vector<double> warm_hit_ratios; // absent ones (nothing cacheable) left out
  Spread cold_seconds;
  Spread warm_seconds;
  Spread ratio; // of the pairs: cold / warm
  double claim{0};
  std::optional<bool> holds; // every pair above the claim, every pair below it; else absent
  // "import": the builder's own cache was emptied before each warm build, so that everything came
  // from the configured cache; "builder": the builder's own cache was there too.
  std::string warm_from;
  std::string backend; // of the configured cache, as in Cache; empty: none
  std::string dockerfile;
  std::string image;
  Run run;
  Runner runner;

  bool operator==(const Verification&) const = default;
};

} // namespace tidegate::model
