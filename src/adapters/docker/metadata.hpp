// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::docker {

// What tidegate needs of a `--metadata-file` of buildx. Empty fields where it does not say.
struct Metadata {
  std::string build_ref; // "default/default/napq4q744guo036n8jhbhu78y"
  std::string digest;    // containerimage.digest
};

// Whatever the text is, unreadable or empty, this answers with what it could read.
Metadata read_metadata(std::string_view json);

} // namespace tidegate::docker
