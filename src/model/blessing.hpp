// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"

#include <optional>
#include <string>

namespace tidegate::model {

// Which builds an acceptance is of, by the fields of SeriesKey that name a thing: an absent one
// matches all, an empty one only builds that have none.
struct ThingPattern {
  std::optional<std::string> repository{};
  std::optional<std::string> workflow{};
  std::optional<std::string> job{};
  std::optional<std::string> leg{};
  std::optional<std::string> image{};
  std::optional<std::string> dockerfile{};
  std::optional<std::string> target{};
  std::optional<std::string> platform{};

  bool operator==(const ThingPattern&) const = default;
};

// An event of type `bless`: the acceptance, and what it is of.
struct Blessing {
  Acceptance accepted{};
  std::optional<std::string> situation{}; // absent: all
  ThingPattern thing{};
  std::optional<double> before{}; // the usual value until then, in unit_of(metric)
  std::optional<double> after{};  // of the build whose level is accepted

  bool operator==(const Blessing&) const = default;
};

} // namespace tidegate::model
