// SPDX-License-Identifier: Apache-2.0
#include "commands/settings.hpp"

#include "adapters/config/config.hpp"
#include "util/units.hpp"

#include <array>
#include <fmt/format.h>
#include <functional>
#include <utility>

namespace tidegate::commands {
namespace {

template<typename Value>
using Parser = Result<Value> (*)(std::string_view);

// Lays one override over its place in the settings.
template<typename Value, typename Target>
Result<void> lay(const std::optional<std::string>& text,
                 std::string_view option,
                 Parser<Value> parse,
                 Target& target) {
  if (!text) {
    return {};
  }
  auto value = parse(*text);
  if (!value) {
    return tl::unexpected(std::move(value.error()).in(option));
  }
  target = *value;
  return {};
}

Result<model::GateMode> parse_mode(std::string_view text) {
  if (text == "prediction") {
    return model::GateMode::prediction;
  }
  if (text == "sigma") {
    return model::GateMode::sigma;
  }
  if (text == "off") {
    return model::GateMode::off;
  }
  return failed(Error::Kind::usage,
                fmt::format("\"{}\" is no mode; known: prediction, sigma, off", text));
}

Result<model::OnFail> parse_on_fail(std::string_view text) {
  if (text == "fail") {
    return model::OnFail::fail;
  }
  if (text == "warn") {
    return model::OnFail::warn;
  }
  return failed(Error::Kind::usage, fmt::format("\"{}\" is not known; known: fail, warn", text));
}

Result<model::OnCacheFailure> parse_on_cache_failure(std::string_view text) {
  if (text == "rebuild") {
    return model::OnCacheFailure::rebuild;
  }
  if (text == "fail") {
    return model::OnCacheFailure::fail;
  }
  return failed(Error::Kind::usage, fmt::format("\"{}\" is not known; known: rebuild, fail", text));
}

Result<Seconds> parse_limit(std::string_view text) {
  auto limit = util::parse_duration(text);
  if (limit && limit->count() <= 0) {
    return failed(Error::Kind::usage, "must be more than 0");
  }
  return limit;
}

} // namespace

Result<model::Settings> load_settings(const SettingsOverrides& overrides) {
  auto settings = config::load(overrides.config);
  if (!settings) {
    return settings;
  }
  auto& policy = settings->policy;
  const std::array laid{
      lay(overrides.max_build_time, "max-build-time", &util::parse_duration, policy.max_build_time),
      lay(overrides.max_image_size, "max-image-size", &util::parse_bytes, policy.max_image_size),
      lay(overrides.min_cache_hit_ratio,
          "min-cache-hit-ratio",
          &util::parse_ratio,
          policy.min_cache_hit_ratio),
      lay(overrides.gate_mode, "gate", &parse_mode, policy.mode),
      lay(overrides.on_fail, "on-fail", &parse_on_fail, policy.on_fail),
      lay(overrides.on_cache_failure,
          "on-cache-failure",
          &parse_on_cache_failure,
          settings->on_cache_failure),
      lay(overrides.cache_export_limit,
          "cache-export-limit",
          &parse_limit,
          settings->export_limits.total),
      lay(overrides.cache_export_stall,
          "cache-export-stall",
          &parse_limit,
          settings->export_limits.stall),
  };
  for (const auto& result : laid) {
    if (!result) {
      return tl::unexpected(result.error());
    }
  }
  settings->events_dir = overrides.events_dir.value_or(settings->events_dir);
  settings->store = overrides.store.value_or(settings->store);
  return settings;
}

} // namespace tidegate::commands
