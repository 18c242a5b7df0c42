// SPDX-License-Identifier: Apache-2.0
// A row of `gate backtest`, and the rule over whatever values it holds.
#include "analysis/series/backtest.hpp"
#include "codec/series_json.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto series = tidegate::codec::parse_series(text);
  if (series) {
    (void)tidegate::codec::to_json(tidegate::analysis::backtest(*series, {}));
  }
  return 0;
}
