// SPDX-License-Identifier: Apache-2.0
#include "report/diff_values.hpp"

#include "util/units.hpp"

#include <cstdint>

namespace tidegate::report {

std::string show_difference(const model::TimeChange& change) {
  const auto grown = model::difference(change);
  if (!grown) {
    return {};
  }
  return (*grown > Seconds{0} ? "+" : "") + util::show_duration(*grown);
}

std::string show_difference(const model::BytesChange& change) {
  const auto grown = model::difference(change);
  if (!grown) {
    return {};
  }
  const auto size = static_cast<std::uint64_t>(*grown < 0 ? -*grown : *grown);
  if (size == 0) {
    return util::show_bytes(0);
  }
  return (*grown > 0 ? "+" : "-") + util::show_bytes(size);
}

} // namespace tidegate::report
