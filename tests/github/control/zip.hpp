// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace github_standin {

struct ZipMember {
  std::string name;
  std::string bytes;
};

// An archive as the service for artifacts makes it: deflated, sizes in the local headers.
std::string make_zip(const std::vector<ZipMember>& members);

} // namespace github_standin
