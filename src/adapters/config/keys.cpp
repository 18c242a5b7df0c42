// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/keys.hpp"

#include "adapters/config/config.hpp"
#include "adapters/config/gate_keys.hpp"
#include "adapters/config/value_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace tidegate::config {
namespace {

using model::Settings;

Done set_on_cache_failure(Settings& settings, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, model::OnCacheFailure>, 2> ways{
      {{"rebuild", model::OnCacheFailure::rebuild}, {"fail", model::OnCacheFailure::fail}}};
  return keep(one_of(text, ways), settings.on_cache_failure);
}

Done set_cache_export_limit(Settings& settings, std::string_view text) {
  return keep(limit_of(text), settings.export_limits.total);
}

Done set_cache_export_stall(Settings& settings, std::string_view text) {
  return keep(limit_of(text), settings.export_limits.stall);
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

constexpr std::array<Key, 12> keys{{
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
  const auto gate = gate_keys();
  if (const auto found = std::ranges::find(gate, name, &Key::name); found != gate.end()) {
    return &*found;
  }
  const auto* const found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? find_metric_key(name) : found;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> names;
  for (const Key& key : gate_keys()) {
    names.emplace_back(key.name);
  }
  for (const Key& key : keys) {
    names.emplace_back(key.name);
  }
  return names;
}

} // namespace tidegate::config
