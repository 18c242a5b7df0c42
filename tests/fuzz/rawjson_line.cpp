// SPDX-License-Identifier: Apache-2.0
// The reader of rawjson takes and refuses what another JSON parser does.
#include "adapters/docker/rawjson.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

// The other parser recurses on deep nesting, and takes a zero byte for the end of its input.
bool comparable(std::string_view text) {
  constexpr std::ptrdiff_t deepest = 60;
  const auto number_of = [&](char c) { return std::count(text.begin(), text.end(), c); };
  return number_of('{') + number_of('[') < deepest && number_of('\0') == 0;
}

bool is_object(std::string_view text) {
  return json::parse(text, nullptr, false).is_object();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto progress = tidegate::docker::parse_rawjson(line);
  if (comparable(line)) {
    const bool expected = is_object(line) || is_object(tidegate::util::to_valid_utf8(line));
    if (expected != progress.has_value()) {
      std::abort();
    }
  }
  return 0;
}
