// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::docker {

// What `docker buildx inspect` prints (commands/inspect.go of docker/buildx), all of it printable.
struct BuilderReport {
  std::string driver;
  std::string buildkit; // several nodes with different versions: joined by ","
  std::string error;    // of the builder or of a node
};

BuilderReport parse_builder_report(std::string_view text);

// The version in "github.com/docker/buildx v0.29.1 a32761aeb"; "" where there is none.
std::string parse_buildx_version(std::string_view text);

} // namespace tidegate::docker
