// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <optional>
#include <vector>

namespace tidegate::model {

// What the whole machine had used since it started, at one moment of a build (provenance
// `sysUsage`). Only differences between two samples mean something.
struct SystemSample {
  Time at;
  std::optional<Seconds> cpu; // of all processors, idle time and waiting for I/O apart
  std::optional<Seconds> cpu_pressure;
  std::optional<Seconds> memory_pressure;
  std::optional<Seconds> io_pressure;

  bool operator==(const SystemSample&) const = default;
};

} // namespace tidegate::model
