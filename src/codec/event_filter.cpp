// SPDX-License-Identifier: Apache-2.0
#include "codec/event_filter.hpp"

#include "codec/json_reader.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::json;

const json* at_path(const json& event, std::string_view path) {
  const json* place = &event;
  for (const std::string& key : util::split(path, '.')) {
    const auto found = place->is_object() ? place->find(key) : place->end();
    if (!place->is_object() || found == place->end()) {
      return nullptr;
    }
    place = &*found;
  }
  return place;
}

std::string shown(const json* value) {
  if (value == nullptr) {
    return {};
  }
  return value->is_string() ? value->get<std::string>()
                            : value->dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string text_at(const json& event, std::string_view path) {
  const json* const value = at_path(event, path);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains(std::string_view line, std::string_view text) {
  return text.empty() || !std::ranges::search(line, text, {}, lower, lower).empty();
}

bool is_wanted(const json& event, std::string_view line, const EventFilter& filter) {
  const std::string type = text_at(event, "event_type");
  const auto time = util::parse_rfc3339(text_at(event, "timestamp"));
  const bool of_type =
      filter.types.empty() || std::ranges::find(filter.types, type) != filter.types.end();
  const bool in_time =
      time && (!filter.since || *time >= *filter.since) && (!filter.until || *time < *filter.until);
  const bool has_keys = std::ranges::all_of(filter.keys, [&](const auto& key) {
    const json* const value = at_path(event, key.first);
    return value != nullptr && shown(value) == key.second;
  });
  return of_type && in_time && has_keys && contains(line, filter.text);
}

} // namespace

FilteredLine filter_line(std::string_view line, const EventFilter& filter) {
  const auto event = parse_object(line);
  if (!event) {
    return {};
  }
  FilteredLine found{.reading = Reading::other,
                     .event = {.id = text_at(*event, "id"),
                               .timestamp = text_at(*event, "timestamp"),
                               .type = text_at(*event, "event_type"),
                               .repository = text_at(*event, "repository"),
                               .job = text_at(*event, "run.job"),
                               .metadata = shown(at_path(*event, "metadata"))}};
  if (found.event.type.empty() || !util::parse_rfc3339(found.event.timestamp)) {
    return {};
  }
  if (is_wanted(*event, line, filter)) {
    found.reading = Reading::event;
  }
  return found;
}

} // namespace tidegate::codec
