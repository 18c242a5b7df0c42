// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/config/config.hpp"

#include <doctest/doctest.h>
#include <string>

namespace tidegate::test {

inline model::Settings settings_of(const std::string& yaml) {
  const auto settings = config::parse(yaml, "f.yml");
  REQUIRE_MESSAGE(settings, (settings ? "" : settings.error().message));
  return *settings;
}

inline std::string error_of(const std::string& yaml) {
  const auto settings = config::parse(yaml, "f.yml");
  REQUIRE_FALSE(settings);
  CHECK(settings.error().kind == Error::Kind::usage);
  return settings.error().message;
}

inline bool refused(const std::string& yaml) {
  return !config::parse(yaml, "f.yml");
}

} // namespace tidegate::test
