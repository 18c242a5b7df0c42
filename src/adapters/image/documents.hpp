// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <map>
#include <string>
#include <vector>

namespace tidegate::image {

// The JSON documents of an archive by the path of their member.
using Documents = std::map<std::string, std::string>;

// One layer as the documents tell it.
struct NamedLayer {
  std::string member;  // path in the archive
  std::string digest;  // of the stored blob, or empty
  std::string diff_id; // or empty
  std::string created_by;
};

struct ImageDescription {
  std::string ref;                // first tag, or empty
  std::string digest;             // of the manifest, or empty
  std::vector<NamedLayer> layers; // lowest first
};

// What `docker save` wrote (manifest.json) or, where that is absent, an OCI layout (index.json):
// its first image; attestations are no images. Values of build arguments are left out of
// `created_by`. Error: external, it is neither, or it names nothing that is there.
Result<ImageDescription> describe(const Documents& documents);

} // namespace tidegate::image
