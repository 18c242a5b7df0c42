// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/provenance.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::docker {

// What tidegate needs of a `--metadata-file` of buildx. Empty fields where it does not say.
struct Metadata {
  std::string build_ref;                // "default/default/napq4q744guo036n8jhbhu78y"
  std::string digest;                   // containerimage.digest
  std::vector<std::string> names{};     // image.name: "docker.io/library/app:1"
  std::vector<std::string> warnings{};  // of BuildKit's build checks
  std::vector<Provenance> provenance{}; // one for each platform
};

// Whatever the text is, unreadable or empty, this answers with what it could read.
Metadata read_metadata(std::string_view text);

struct NamedMetadata {
  std::string target; // of bake; empty in the file of a build
  Metadata metadata;
};

// The file of `docker buildx bake` has an object for each target, that of a build is one object.
// Empty where nothing of buildx is in it.
std::vector<NamedMetadata> read_all_metadata(std::string_view text);

} // namespace tidegate::docker
