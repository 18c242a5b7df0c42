// SPDX-License-Identifier: Apache-2.0
// Any bytes as an image archive, and what was read through the arithmetic about its files.
#include "adapters/image/image_archive.hpp"

#include "analysis/image_waste.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace {

class Bytes final : public tidegate::image::ByteSource {
public:
  explicit Bytes(std::string_view bytes)
      : bytes_(bytes) {}

  tidegate::Result<std::string_view> next() override { return std::exchange(bytes_, {}); }

private:
  std::string_view bytes_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(std::string_view(reinterpret_cast<const char*>(data), size));
  tidegate::image::Limits limits;
  limits.paths = 10'000;
  limits.all_path_bytes = 1U << 20U;
  limits.unpacked_bytes = 64U << 20U;
  const auto archive = tidegate::image::read_archive(bytes, limits);
  if (archive) {
    const auto found = tidegate::analysis::image_contents(archive->image.layers, archive->layers);
    // Nothing can be wasted twice.
    if (found.wasted_bytes > found.dive.size_bytes) {
      std::abort();
    }
  }
  return 0;
}
