// SPDX-License-Identifier: Apache-2.0
// Any bytes as a Dockerfile, with arguments that take part in its variables.
#include "adapters/dockerfile/parser.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)tidegate::dockerfile::parse_dockerfile(text, {.file = "Dockerfile"});
  (void)tidegate::dockerfile::parse_dockerfile(text,
                                               {.file = "Dockerfile",
                                                .build_args = {{"A", "$B${A}"}, {"B", "b*c"}},
                                                .target = "a",
                                                .platform = "linux/arm64/v8"});
  return 0;
}
