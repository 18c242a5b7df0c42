// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

namespace tidegate::ports {

class Clock {
public:
  virtual ~Clock() = default;
  virtual Time now() = 0;               // of the day; may jump
  virtual Seconds monotonic() = 0;      // since some moment; never goes back
  virtual void sleep(Seconds span) = 0; // not at all where the span is not positive
};

} // namespace tidegate::ports
