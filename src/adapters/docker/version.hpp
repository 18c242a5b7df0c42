// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace tidegate::docker {

struct Version {
  int major{0};
  int minor{0};
  int patch{0};

  auto operator<=>(const Version&) const = default;
};

// "v0.29.1", "0.29.1+ds1", "v0.12.0-rc1", "0.21": what stands behind the numbers is passed over.
// nullopt for anything else, and for "v0.0.0+unknown", which a BuildKit inside of dockerd says.
std::optional<Version> parse_version(std::string_view text);

} // namespace tidegate::docker
