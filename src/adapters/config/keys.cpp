// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/keys.hpp"

#include "adapters/config/config.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace tidegate::config {
namespace {

using model::Settings;
using Done = Result<void>;

constexpr std::size_t longest_quoted = 64;

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", util::to_printable(util::shorten(text, longest_quoted)));
}

tl::unexpected<Error> wrong(std::string message) {
  return failed(Error::Kind::usage, std::move(message));
}

template<typename Number>
Result<Number> number_between(std::string_view text, Number least, Number most) {
  Number number{};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, number);
  const bool read = error == std::errc{} && stop == end;
  if (!read || !(number >= least && number <= most)) { // so written, NaN is out too
    return wrong(fmt::format("{} is not a {}number from {} to {}",
                             quoted(text),
                             std::is_integral_v<Number> ? "whole " : "",
                             least,
                             most));
  }
  return number;
}

template<typename Choice, std::size_t count>
Result<Choice> one_of(std::string_view text,
                      const std::array<std::pair<std::string_view, Choice>, count>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, choice] : choices) {
    if (text == name) {
      return choice;
    }
    names.emplace_back(name);
  }
  const std::string near = util::nearest(text, names);
  return wrong(
      near.empty()
          ? fmt::format("{} is not known; known: {}", quoted(text), util::join(names, ", "))
          : fmt::format("{} is not known; did you mean \"{}\"?", quoted(text), near));
}

template<typename Value, typename Target>
Done keep(Result<Value> value, Target& target) {
  if (!value) {
    return tl::unexpected(std::move(value.error()));
  }
  target = std::move(*value);
  return {};
}

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
  static constexpr std::array<std::pair<std::string_view, model::GateMode>, 2> modes{
      {{"sigma", model::GateMode::sigma}, {"off", model::GateMode::off}}};
  return keep(one_of(text, modes), settings.policy.mode);
}

Done set_on_fail(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::OnFail>, 2> ways{
      {{"fail", model::OnFail::fail}, {"warn", model::OnFail::warn}}};
  return keep(one_of(text, ways), settings.policy.on_fail);
}

Done set_on_cache_failure(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::OnCacheFailure>, 2> ways{
      {{"rebuild", model::OnCacheFailure::rebuild}, {"fail", model::OnCacheFailure::fail}}};
  return keep(one_of(text, ways), settings.on_cache_failure);
}

Done set_limit(Seconds& limit, std::string_view text) {
  const auto time = util::parse_duration(text);
  if (time && time->count() <= 0) {
    return wrong("must be more than 0");
  }
  return keep(time, limit);
}

Done set_cache_export_limit(Settings& settings, std::string_view text) {
  return set_limit(settings.export_limits.total, text);
}

Done set_cache_export_stall(Settings& settings, std::string_view text) {
  return set_limit(settings.export_limits.stall, text);
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

Result<std::string> path_text(std::string_view text) {
  if (util::trim(text).empty()) {
    return wrong("must not be empty");
  }
  if (text.find("://") != std::string_view::npos) {
    return wrong(fmt::format("{} is a URL; this version takes a path", quoted(text)));
  }
  return std::string(text);
}

Done set_events_dir(Settings& settings, std::string_view text) {
  return keep(path_text(text), settings.events_dir);
}

Done set_events_layout(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::EventLayout>, 2> layouts{
      {{"default", model::EventLayout::standard}, {"chora", model::EventLayout::chora}}};
  return keep(one_of(text, layouts), settings.events_layout);
}

// Only the form: Git's rules for the names of branches, as far as they are easy to tell.
Done set_events_branch(Settings& settings, std::string_view text) {
  constexpr std::string_view forbidden = "~^:?*[\\";
  constexpr std::size_t longest = 200;
  const bool well_formed =
      !text.empty() && text.size() <= longest && text.front() != '-' && text.front() != '/'
      && text.back() != '/' && text.back() != '.' && text.find("..") == std::string_view::npos
      && std::ranges::all_of(text, [&](char c) {
           return c > ' ' && c < '\x7f' && forbidden.find(c) == std::string_view::npos;
         });
  if (!well_formed) {
    return wrong(fmt::format("{} is not the name of a branch", quoted(text)));
  }
  settings.events_branch = text;
  return {};
}

Done set_image(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::ImageDetail>, 3> details{
      {{"layers", model::ImageDetail::layers},
       {"contents", model::ImageDetail::contents},
       {"off", model::ImageDetail::off}}};
  return keep(one_of(text, details), settings.image_detail);
}

Done set_store(Settings& settings, std::string_view text) {
  return keep(path_text(text), settings.store);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

// Only the form: whether this machine knows the zone is the store's question, which falls back to
// UTC.
Done set_timezone(Settings& settings, std::string_view text) {
  const bool well_formed =
      !text.empty() && text.size() <= 64 && text.front() != '/'
      && std::ranges::all_of(text, [](char c) {
           return is_letter_or_digit(c) || c == '_' || c == '-' || c == '+' || c == '/';
         });
  if (!well_formed) {
    return wrong(fmt::format("{} is not the name of a time zone", quoted(text)));
  }
  settings.timezone = text;
  return {};
}

Done add_shown_build_arg(Settings& settings, std::string_view text) {
  const bool well_formed =
      !text.empty() && !is_digit(text.front())
      && std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '_'; });
  if (!well_formed) {
    return wrong(fmt::format("{} is not the name of a build argument", quoted(text)));
  }
  settings.shown_build_args.emplace_back(text);
  return {};
}

using enum Key::Shape;

constexpr std::array<Key, 22> keys{{
    {"gate", section, nullptr, "for example:  gate:  and below it, indented,  max-build-time: 5m"},
    {"gate.max-build-time", value, set_max_build_time, "durations look like 90, 90s, 1m30s, 2h"},
    {"gate.max-image-size", value, set_max_image_size, "sizes look like 250MB, 1.2GB, 512KiB"},
    {"gate.min-cache-hit-ratio", value, set_min_cache_hit_ratio, "shares look like 60% or 0.6"},
    {"gate.mode", value, set_mode, "mode: sigma  or  mode: off"},
    {"gate.sigma", section, nullptr, "below it, indented: k, window, min-samples"},
    {"gate.sigma.k", value, set_sigma_k, "k: 2.0"},
    {"gate.sigma.window", value, set_sigma_window, "window: 20"},
    {"gate.sigma.min-samples", value, set_sigma_min_samples, "min-samples: 5"},
    {"gate.on-fail", value, set_on_fail, "on-fail: fail  or  on-fail: warn"},
    {"on-cache-failure",
     value,
     set_on_cache_failure,
     "on-cache-failure: rebuild  or  on-cache-failure: fail"},
    {"cache-export-limit", value, set_cache_export_limit, "durations look like 90, 90s, 1m30s, 2h"},
    {"cache-export-stall", value, set_cache_export_stall, "durations look like 90, 90s, 1m30s, 2h"},
    {"events", section, nullptr, "below it, indented: dir, layout"},
    {"events.dir", value, set_events_dir, "dir: .tidegate/events"},
    {"events.layout", value, set_events_layout, "layout: default  or  layout: chora"},
    {"events-branch", value, set_events_branch, "events-branch: tidegate-data"},
    {"image", value, set_image, "image: layers, image: contents  or  image: off"},
    {"store", value, set_store, "store: .tidegate/history.db"},
    {"timezone", value, set_timezone, "timezone: Europe/Berlin"},
    {"build-args", section, nullptr, "below it, indented: show"},
    {"build-args.show", list, add_shown_build_arg, "show: [VERSION, VARIANT]"},
}};

} // namespace

const Key* find_key(std::string_view name) {
  const auto* const found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? nullptr : found;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const Key& key : keys) {
    names.emplace_back(key.name);
  }
  return names;
}

} // namespace tidegate::config
