// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::dockerfile {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct ParseOptions {
  std::string file{};                        // for model::Dockerfile::file and problems
  NamedValues build_args{};                  // --build-arg, as given
  std::string target{};                      // --target
  std::string platform{};                    // of --platform, the first one; empty: build_platform
  std::string build_platform{"linux/amd64"}; // of the builder
};

// Takes any text: what BuildKit would refuse is noted in `problems`, and what could be read before
// it is there.
model::Dockerfile parse_dockerfile(std::string_view text, const ParseOptions& options);

// TARGETPLATFORM, BUILDARCH and the like, which BuildKit knows without --build-arg.
NamedValues platform_arguments(const ParseOptions& options);

} // namespace tidegate::dockerfile
