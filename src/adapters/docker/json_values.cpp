// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/json_values.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace tidegate::docker {
namespace {

using nlohmann::json;

// Go writes an unset time as year 1; within these two centuries differences fit into 64 bits of
// nanoseconds.
std::optional<Time> plausible(Time time) {
  constexpr Time earliest = std::chrono::sys_days{std::chrono::January / 1 / 1970};
  constexpr Time latest = std::chrono::sys_days{std::chrono::January / 1 / 2170};
  return time >= earliest && time < latest ? std::optional(time) : std::nullopt;
}

} // namespace

const json* member(const json& value, std::string_view key) {
  if (!value.is_object()) {
    return nullptr;
  }
  const auto found = value.find(key);
  return found == value.end() ? nullptr : &*found;
}

std::string text_of(const json& value, std::string_view key) {
  const json* const found = member(value, key);
  const auto* const text = found == nullptr ? nullptr : found->get_ptr<const json::string_t*>();
  return text == nullptr ? std::string() : *text;
}

std::optional<std::uint64_t> count_of(const json& value, std::string_view key) {
  const json* const found = member(value, key);
  const auto* const count =
      found == nullptr ? nullptr : found->get_ptr<const json::number_unsigned_t*>();
  return count == nullptr ? std::nullopt : std::optional<std::uint64_t>(*count);
}

std::optional<double> number_of(const json& value, std::string_view key) {
  const json* const found = member(value, key);
  if (found == nullptr || !found->is_number()) {
    return std::nullopt;
  }
  const double number = found->get<double>();
  return std::isfinite(number) && number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<Time> time_of(const json& value, std::string_view key) {
  const json* const found = member(value, key);
  if (found != nullptr && found->is_object()) {
    constexpr std::uint64_t latest_second = 6'311'433'599; // of 2169; keeps nanoseconds in 64 bits
    constexpr std::uint64_t latest_nano = 999'999'999;
    const std::uint64_t seconds = count_of(*found, "seconds").value_or(0);
    const std::uint64_t nanos = count_of(*found, "nanos").value_or(0);
    if (seconds == 0 || seconds > latest_second || nanos > latest_nano) {
      return std::nullopt;
    }
    return Time{std::chrono::seconds{seconds} + std::chrono::nanoseconds{nanos}};
  }
  const auto time = util::parse_rfc3339(text_of(value, key));
  return time ? plausible(*time) : std::nullopt;
}

const json& object_of(const json& value, std::string_view key) {
  static const json none = json::object();
  const json* const found = member(value, key);
  return found != nullptr && found->is_object() ? *found : none;
}

const json& list_of(const json& value, std::string_view key) {
  static const json none = json::array();
  const json* const found = member(value, key);
  return found != nullptr && found->is_array() ? *found : none;
}

} // namespace tidegate::docker
