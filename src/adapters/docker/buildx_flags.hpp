// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tidegate::docker {

// A flag of `docker buildx build`. One that takes no value may still be given one by
// `--name=value`.
struct BuildxFlag {
  std::string_view name;
  char shorthand{'\0'};
  bool takes_value{false};
};

// nullptr where no buildx that we know has such a flag.
const BuildxFlag* find_buildx_flag(std::string_view name);
const BuildxFlag* find_buildx_flag(char shorthand);

} // namespace tidegate::docker
