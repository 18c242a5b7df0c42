// SPDX-License-Identifier: Apache-2.0
#include "report/bars.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tidegate::report {
namespace {

double within(double share) {
  return std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0;
}

} // namespace

std::string bar(double share, int columns) {
  constexpr std::array<std::string_view, 8> parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  std::string text;
  const auto eighths = std::max(1L, std::lround(within(share) * columns * 8));
  for (long i = 0; i < eighths / 8; ++i) {
    text += "█";
  }
  return text += parts.at(static_cast<std::size_t>(eighths % 8));
}

std::string placed_bar(double from, double to, int columns, std::string_view block) {
  const int width = std::max(columns, 1);
  const auto first = std::clamp(static_cast<int>(std::floor(within(from) * width)), 0, width - 1);
  const auto end = std::clamp(static_cast<int>(std::lround(within(to) * width)), first + 1, width);
  std::string text(static_cast<std::size_t>(first), ' ');
  for (int i = first; i < end; ++i) {
    text += block;
  }
  return text.append(static_cast<std::size_t>(width - end), ' ');
}

} // namespace tidegate::report
