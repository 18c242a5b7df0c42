// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/gate_keys.hpp"

#include "adapters/config/value_text.hpp"
#include "util/units.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace tidegate::config {
namespace {

using model::Settings;

Done set_max_build_time(Settings& settings, std::string_view text) {
  const auto limit = util::parse_duration(text);
  if (limit && limit->count() <= 0) {
    return wrong("must be more than 0");
  }
  return keep(limit, settings.policy.max_build_time);
}

Done set_max_image_size(Settings& settings, std::string_view text) {
  const auto limit = util::parse_bytes(text);
  if (limit && *limit == 0) {
    return wrong("must be more than 0");
  }
  return keep(limit, settings.policy.max_image_size);
}

Done set_min_cache_hit_ratio(Settings& settings, std::string_view text) {
  return keep(util::parse_ratio(text), settings.policy.min_cache_hit_ratio);
}

Done set_mode(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::GateMode>, 3> modes{
      {{"prediction", model::GateMode::prediction},
       {"sigma", model::GateMode::sigma},
       {"off", model::GateMode::off}}};
  return keep(one_of(text, modes), settings.policy.mode);
}

constexpr std::array<std::pair<std::string_view, model::OnFail>, 2> ways{
    {{"fail", model::OnFail::fail}, {"warn", model::OnFail::warn}}};

Done set_on_fail(Settings& settings, std::string_view text) {
  return keep(one_of(text, ways), settings.policy.on_fail);
}

Done set_on_inconclusive(Settings& settings, std::string_view text) {
  return keep(one_of(text, ways), settings.policy.on_inconclusive);
}

Done set_on_creep(Settings& settings, std::string_view text) {
  return keep(one_of(text, ways), settings.policy.on_creep);
}

Done set_min_health(Settings& settings, std::string_view text) {
  constexpr double best = 100;
  return keep(number_between(text, 0.0, best), settings.policy.min_health);
}

Done set_profile(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::SeriesProfile>, 3> profiles{
      {{"strict", model::SeriesProfile::strict},
       {"default", model::SeriesProfile::default_rule},
       {"lenient", model::SeriesProfile::lenient}}};
  return keep(one_of(text, profiles), settings.policy.profile);
}

// Each is a build: more of them would cost more than a red build.
Done set_confirm(Settings& settings, std::string_view text) {
  constexpr int most = 5;
  return keep(number_between(text, 0, most), settings.policy.confirm);
}

Done set_confirm_limit(Settings& settings, std::string_view text) {
  return keep(limit_of(text), settings.policy.confirm_limit);
}

Done set_sigma_k(Settings& settings, std::string_view text) {
  return keep(number_between(text, 0.1, 100.0), settings.policy.sigma.k);
}

// Two values are the least that have a standard deviation.
Done set_sigma_window(Settings& settings, std::string_view text) {
  return keep(number_between(text, 2, 1000), settings.policy.sigma.window);
}

Done set_sigma_min_samples(Settings& settings, std::string_view text) {
  return keep(number_between(text, 2, 1000), settings.policy.sigma.min_samples);
}

using enum Key::Shape;

constexpr std::array<Key, 17> keys{{
    {"gate", section, nullptr, "for example:  gate:  and below it, indented,  max-build-time: 5m"},
    {"gate.max-build-time", value, set_max_build_time, "durations look like 90, 90s, 1m30s, 2h"},
    {"gate.max-image-size", value, set_max_image_size, "sizes look like 250MB, 1.2GB, 512KiB"},
    {"gate.min-cache-hit-ratio", value, set_min_cache_hit_ratio, "shares look like 60% or 0.6"},
    {"gate.min-health", value, set_min_health, "min-health: 80"},
    {"gate.mode", value, set_mode, "mode: prediction, mode: sigma  or  mode: off"},
    {"gate.profile", value, set_profile, "profile: strict, profile: default  or  profile: lenient"},
    {"gate.confirm", value, set_confirm, "confirm: 1"},
    {"gate.confirm-limit", value, set_confirm_limit, "durations look like 90, 90s, 1m30s, 2h"},
    {"gate.on-inconclusive",
     value,
     set_on_inconclusive,
     "on-inconclusive: warn  or  on-inconclusive: fail"},
    {"gate.on-creep", value, set_on_creep, "on-creep: warn  or  on-creep: fail"},
    {"gate.metrics", section, nullptr, "for example:  metrics: {step-time: {on-fail: fail}}"},
    {"gate.sigma", section, nullptr, "below it, indented: k, window, min-samples"},
    {"gate.sigma.k", value, set_sigma_k, "k: 2.0"},
    {"gate.sigma.window", value, set_sigma_window, "window: 20"},
    {"gate.sigma.min-samples", value, set_sigma_min_samples, "min-samples: 5"},
    {"gate.on-fail", value, set_on_fail, "on-fail: fail  or  on-fail: warn"},
}};

} // namespace

std::span<const Key> gate_keys() {
  return keys;
}

} // namespace tidegate::config
