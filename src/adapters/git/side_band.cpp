// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/side_band.hpp"

namespace tidegate::git {

bool SideBand::take(std::string_view packet) {
  if (packet.empty()) {
    return false;
  }
  const std::string_view text = packet.substr(1);
  switch (packet.front()) {
  case 1:
    return on_data_(text);
  case 2:
    keep(text);
    return true;
  case 3:
    keep(text);
    failed_ = true;
    return false;
  default:
    return false;
  }
}

void SideBand::keep(std::string_view text) {
  constexpr std::size_t most = 4096;
  talk_ += text;
  if (talk_.size() > most) {
    talk_.erase(0, talk_.size() - most);
  }
}

} // namespace tidegate::git
