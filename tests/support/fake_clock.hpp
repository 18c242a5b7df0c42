// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/clock.hpp"

#include <chrono>
#include <vector>

namespace tidegate::test {

// Stands still until the test moves it, or somebody sleeps.
class FakeClock final : public ports::Clock {
public:
  Time now() override { return time; }

  Seconds monotonic() override { return elapsed; }

  void sleep(Seconds span) override {
    slept.push_back(span);
    elapsed += span;
    time += std::chrono::duration_cast<Time::duration>(span);
  }

  Time time;
  Seconds elapsed{0};
  std::vector<Seconds> slept;
};

} // namespace tidegate::test
