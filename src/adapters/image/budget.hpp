// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/limits.hpp"
#include "util/result.hpp"

#include <cstddef>
#include <cstdint>

namespace tidegate::image {

// What one archive has used up of its limits. An error here ends the whole reading; damage of a
// single layer does not.
class Budget {
public:
  explicit Budget(const Limits& limits)
      : limits_(limits) {}

  Result<void> take_member(std::uint64_t bytes);
  Result<void> take_path(std::size_t path_bytes);
  Result<void> take_paths(std::size_t count); // of a layer that is named once more
  Result<void> take_unpacked(std::uint64_t bytes);
  Result<void> take_document(std::size_t bytes);

  [[nodiscard]] const Limits& limits() const { return limits_; }

  [[nodiscard]] bool exhausted() const { return exhausted_; }

private:
  tl::unexpected<Error> refuse(std::string what);

  Limits limits_;
  std::size_t members_{0};
  std::uint64_t member_bytes_{0};
  std::size_t paths_{0};
  std::size_t path_bytes_{0};
  std::uint64_t unpacked_{0};
  std::size_t document_bytes_{0};
  bool exhausted_{false};
};

} // namespace tidegate::image
