// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/environment.hpp"
#include "util/result.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// The inputs that decide the attestations of an image.
struct AttestInputs {
  std::string provenance;
  std::string sbom;
  std::vector<std::string> attests;
  std::vector<std::string> outputs;
  bool load{false};
};

struct Attests {
  std::vector<std::string> asked; // values for --attest
  // The provenance that docker/build-push-action adds where nothing was said about it; empty: none.
  // Not for the driver `docker`: an explicit attestation is an error there where the engine has no
  // containerd store, and buildx adds its own where it has.
  std::string unless_docker_driver;
};

// The rules of docker/build-push-action (src/context.ts, getAttestArgs): `provenance` and `sbom`
// win over `attests`; provenance names the run as its builder. Error: usage, naming the input.
Result<Attests> read_attests(const AttestInputs& inputs, const ports::Environment& environment);

} // namespace tidegate::commands
