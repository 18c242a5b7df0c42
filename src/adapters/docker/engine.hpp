// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tidegate::docker {

// Size of an image as the engine holds it (Engine API, GET /images/{name}/json, `Size`). Asks the
// engine's socket, and the docker program where the engine is not behind a local socket.
// nullopt: the engine does not hold it. Error: external.
Result<std::optional<std::uint64_t>> image_size(ports::Ports ports,
                                                const std::string& ref_or_digest);

// Driver and versions of the builder, from `docker buildx inspect` and `docker buildx version`;
// cached under $XDG_CACHE_HOME/tidegate by everything that decides them, because docker takes a
// quarter of a second to say it. `fresh` asks again.
class BuilderProbe {
public:
  BuilderProbe(ports::Ports ports, std::string builder);
  [[nodiscard]] std::optional<model::Builder> cached() const;
  Result<model::Builder> ask();

private:
  ports::Ports ports_;
  std::string builder_;
};

} // namespace tidegate::docker
