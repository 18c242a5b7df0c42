// SPDX-License-Identifier: Apache-2.0
// Any bytes as what a Git server answers: no crash, nothing held without end, and the same pack
// however the answer is cut into pieces.
#include "adapters/git/protocol.hpp"
#include "adapters/git/remote.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

using namespace tidegate;

namespace {

std::pair<std::string, bool> pack_of(std::string_view answer, std::size_t chunk) {
  std::string pack;
  git::FetchReader reader([&](std::string_view piece) {
    pack += piece;
    return true;
  });
  while (!answer.empty() && reader.feed(answer.substr(0, chunk))) {
    answer.remove_prefix(std::min(chunk, answer.size()));
  }
  return {pack, reader.finish().has_value()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view answer(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (pack_of(answer, 1 + data[0] % 97U) != pack_of(answer, answer.size() + 1)) {
    std::abort();
  }
  (void)git::parse_capabilities(answer);
  const auto tip = git::parse_ls_refs(answer, "data");
  if (tip && !tip->empty() && !git::is_object_name(*tip)) {
    std::abort();
  }
  (void)git::parse_push(answer, "data");
  (void)git::resolve_remote(answer, {.url = "https://github.com", .repository = {}, .token = "t"});
  return 0;
}
