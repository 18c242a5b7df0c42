// SPDX-License-Identifier: Apache-2.0
// Any bytes as a .dockerignore: no crash, no endless match, and a walk decides as a single look
// does.
#include "adapters/dockerfile/ignore.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tidegate::dockerfile::IgnoreRules;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const IgnoreRules rules(tidegate::dockerfile::read_ignore_lines(text));
  const auto folder = rules.match("a", nullptr);
  const auto deeper = rules.match("a/b", &folder);
  if (rules.match("a/b/c.txt", &deeper).ignored != rules.ignores("a/b/c.txt")) {
    std::abort();
  }
  constexpr std::array<std::string_view, 4> paths{
      "Dockerfile", ".git", "node_modules/x/y", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"};
  for (const std::string_view path : paths) {
    (void)rules.ignores(path);
    (void)rules.may_take_back(path);
  }
  return 0;
}
