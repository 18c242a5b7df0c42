// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/clock.hpp"

namespace tidegate::test {

// Stands still until the test moves it.
class FakeClock final : public ports::Clock {
public:
  Time now() override { return time; }

  Seconds monotonic() override { return elapsed; }

  Time time;
  Seconds elapsed{0};
};

} // namespace tidegate::test
