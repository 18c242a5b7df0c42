// SPDX-License-Identifier: Apache-2.0
#include "util/units.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace tidegate::util {
namespace {

struct ScaledUnit {
  std::string_view name;
  double factor;
};

// Largest first: a duration of several parts must go downwards.
constexpr std::array<ScaledUnit, 4> duration_units{
    {{"h", 3600}, {"m", 60}, {"s", 1}, {"ms", 0.001}}};

constexpr std::array<ScaledUnit, 9> byte_units{{{"b", 1},
                                                {"kb", 1e3},
                                                {"mb", 1e6},
                                                {"gb", 1e9},
                                                {"tb", 1e12},
                                                {"kib", 1024.0},
                                                {"mib", 1024.0 * 1024},
                                                {"gib", 1024.0 * 1024 * 1024},
                                                {"tib", 1024.0 * 1024 * 1024 * 1024}}};

// A plain decimal number off the front of `text`: no sign, no exponent, no "inf".
std::optional<double> take_number(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  double value = 0;
  const std::string number(text.substr(0, length));
  const char* const end = number.data() + length;
  const auto [stopped, error] =
      std::from_chars(number.data(), end, value, std::chars_format::fixed);
  if (length == 0 || error != std::errc{} || stopped != end) {
    return std::nullopt;
  }
  text.remove_prefix(length);
  return value;
}

std::string_view take_unit(std::string_view& text) {
  text = trim(text);
  const std::size_t length = std::min(text.find_first_of("0123456789. \t"), text.size());
  const std::string_view unit = text.substr(0, length);
  text = trim(text.substr(length));
  return unit;
}

template<std::size_t Size>
const ScaledUnit* find_unit(const std::array<ScaledUnit, Size>& units, std::string_view name) {
  for (const ScaledUnit& unit : units) {
    if (unit.name.size() == name.size() && starts_with_ignoring_case(name, unit.name)) {
      return &unit;
    }
  }
  return nullptr;
}

std::optional<double> read_seconds(std::string_view text) {
  double total = 0;
  const ScaledUnit* last = nullptr;
  const std::string_view whole = text = trim(text);
  do {
    const auto number = take_number(text);
    if (!number) {
      return std::nullopt;
    }
    if (text.empty() && last == nullptr && !whole.empty()) {
      return number;
    }
    const ScaledUnit* const unit = find_unit(duration_units, take_unit(text));
    if (unit == nullptr || (last != nullptr && unit <= last)) {
      return std::nullopt;
    }
    total += *number * unit->factor;
    last = unit;
  } while (!text.empty());
  return total;
}

std::optional<double> read_bytes(std::string_view text) {
  text = trim(text);
  const auto number = take_number(text);
  if (!number) {
    return std::nullopt;
  }
  if (text.empty()) {
    return number;
  }
  const ScaledUnit* const unit = find_unit(byte_units, take_unit(text));
  return unit != nullptr && text.empty() ? std::optional(*number * unit->factor) : std::nullopt;
}

std::optional<double> read_ratio(std::string_view text) {
  text = trim(text);
  const auto number = take_number(text);
  if (!number) {
    return std::nullopt;
  }
  text = trim(text);
  if (text == "%") {
    return *number / 100;
  }
  return text.empty() ? number : std::nullopt;
}

tl::unexpected<Error> not_a(std::string_view what, std::string_view text, std::string_view hint) {
  return failed(Error::Kind::usage,
                fmt::format("\"{}\" is not {}", to_printable(shorten(text, 64)), what),
                std::string(hint));
}

std::string show_positive(double seconds) {
  constexpr double longest = 1e12; // 31,000 years; keeps the conversion to integers defined
  seconds = std::min(seconds, longest);
  if (seconds < 0.995) {
    return fmt::format("{:.2f}s", seconds);
  }
  if (seconds < 59.95) {
    return fmt::format("{:.1f}s", seconds);
  }
  const long long whole = std::llround(seconds);
  if (whole < 3600) {
    return fmt::format("{}m {:02}s", whole / 60, whole % 60);
  }
  const long long whole_minutes = std::llround(seconds / 60);
  return fmt::format("{}h {:02}m", whole_minutes / 60, whole_minutes % 60);
}

} // namespace

Result<Seconds> parse_duration(std::string_view text) {
  const auto seconds = read_seconds(text);
  if (!seconds) {
    return not_a("a duration", text, "durations look like 90, 90s, 1m30s, 2h, 250ms");
  }
  return Seconds(*seconds);
}

Result<std::uint64_t> parse_bytes(std::string_view text) {
  constexpr double most = 9007199254740992.0; // 2^53: up to here every integer is exact
  const auto bytes = read_bytes(text);
  if (!bytes || *bytes > most) {
    return not_a("a size", text, "sizes look like 250MB, 1.2GB, 512KiB, 1048576 (bytes)");
  }
  return static_cast<std::uint64_t>(std::llround(*bytes));
}

Result<double> parse_ratio(std::string_view text) {
  const auto ratio = read_ratio(text);
  if (!ratio || *ratio > 1) {
    return not_a("a share between 0 and 1", text, "shares look like 60% or 0.6");
  }
  return *ratio;
}

std::string show_duration(Seconds seconds) {
  const double value = seconds.count();
  if (!std::isfinite(value)) {
    return "unknown";
  }
  return (value < 0 ? "-" : "") + show_positive(std::abs(value));
}

std::string show_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> names{"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) {
    return fmt::format("{} B", bytes);
  }
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < names.size()) {
    value /= 1000;
    ++unit;
  }
  int decimals = value < 99.95 ? 1 : 0;
  if (value < 9.995) {
    decimals = 2;
  }
  return fmt::format("{:.{}f} {}", value, decimals, names.at(unit));
}

std::string show_ratio(double ratio) {
  if (!std::isfinite(ratio)) {
    return "unknown";
  }
  // 99.7 % must not read as all, nor 0.3 % as nothing.
  if (ratio > 0 && ratio < 0.005) {
    return "< 1 %";
  }
  if (ratio >= 0.995 && ratio < 1) {
    return "> 99 %";
  }
  return fmt::format("{:.0f} %", ratio * 100);
}

std::string show_change(double part) {
  constexpr double most_percent = 1e6; // hundreds of digits say no more
  if (std::isnan(part)) {
    return "unknown";
  }
  const double percent = part * 100;
  return std::abs(percent) > most_percent
             ? fmt::format("more than {:+.0f} %", std::copysign(most_percent, percent))
             : fmt::format("{:+.0f} %", percent);
}

std::string counted(int count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

} // namespace tidegate::util
