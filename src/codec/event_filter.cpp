// SPDX-License-Identifier: Apache-2.0
#include "codec/event_filter.hpp"

#include "codec/json_members.hpp"
#include "codec/json_reader.hpp"
#include "codec/parse_json.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::json;

using Path = std::vector<std::string>;

const json* at_path(const json& event, const Path& path) {
  const json* place = &event;
  for (const std::string& key : path) {
    const auto found = place->is_object() ? place->find(key) : place->end();
    if (!place->is_object() || found == place->end()) {
      return nullptr;
    }
    place = &*found;
  }
  return place;
}

std::string shown(const json& value) {
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string text_at(const json& event, const Path& path) {
  const json* const value = at_path(event, path);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

// Of values that scan_members has found: they are right.
std::string shown(std::string_view value) {
  const bool plain = value.find('\\') == std::string_view::npos;
  if (plain && value.starts_with('"')) {
    return std::string(value.substr(1, value.size() - 2));
  }
  if (value == "true" || value == "false") {
    return std::string(value);
  }
  const json parsed = parse_json(value);
  return parsed.is_discarded() ? std::string(value) : shown(parsed); // too much of it
}

std::string text_of(std::string_view value) {
  return value.starts_with('"') ? shown(value) : std::string{};
}

// Without a copy where nothing is escaped.
class TextOf {
public:
  explicit TextOf(std::string_view value) {
    if (value.find('\\') != std::string_view::npos) {
      parsed_ = text_of(value);
      text_ = parsed_;
    } else if (value.starts_with('"')) {
      text_ = value.substr(1, value.size() - 2);
    }
  }

  TextOf(const TextOf&) = delete;
  TextOf& operator=(const TextOf&) = delete;
  ~TextOf() = default;

  [[nodiscard]] std::string_view get() const { return text_; }

private:
  std::string parsed_;
  std::string_view text_;
};

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::optional<Time> time_of(std::string_view text) {
  const auto time = util::parse_rfc3339(text);
  return time ? std::optional(*time) : std::nullopt;
}

} // namespace

struct LineFilter::Parts {
  struct Key {
    Path path;
    std::string wanted;
  };

  EventFilter filter;
  std::vector<Key> keys;
  std::string text;              // of the filter, in lower case
  std::string line;              // in lower case, where a text is asked for
  std::vector<JsonMember> event; // of the line, and of what is in it
  std::vector<JsonMember> inner;

  [[nodiscard]] bool is_of_type(std::string_view type) const {
    return filter.types.empty() || std::ranges::find(filter.types, type) != filter.types.end();
  }

  [[nodiscard]] bool is_in_time(Time time) const {
    return (!filter.since || time >= *filter.since) && (!filter.until || time < *filter.until);
  }

  [[nodiscard]] bool has_text(std::string_view whole) {
    if (text.empty()) {
      return true;
    }
    line.resize(whole.size());
    std::ranges::transform(whole, line.begin(), lower);
    return line.find(text) != std::string::npos;
  }

  [[nodiscard]] bool has(const Key& key) {
    std::string_view value = value_of(event, key.path.front());
    for (std::size_t i = 1; i < key.path.size(); ++i) {
      value = scan_members(value, inner) ? value_of(inner, key.path[i]) : std::string_view{};
    }
    return !value.empty() && shown(value) == key.wanted;
  }
};

LineFilter::LineFilter(EventFilter filter)
    : parts_(std::make_unique<Parts>()) {
  parts_->filter = std::move(filter);
  parts_->text = parts_->filter.text;
  std::ranges::transform(parts_->text, parts_->text.begin(), lower);
  for (const auto& [path, wanted] : parts_->filter.keys) {
    parts_->keys.push_back({util::split(path, '.'), wanted});
  }
}

LineFilter::~LineFilter() = default;

FilteredLine LineFilter::look(std::string_view line) {
  Parts& parts = *parts_;
  if (!scan_members(line, parts.event)) {
    return parse(line);
  }
  const TextOf type(value_of(parts.event, "event_type"));
  const TextOf timestamp(value_of(parts.event, "timestamp"));
  const auto time = time_of(timestamp.get());
  if (type.get().empty() || !time) {
    return {};
  }
  const bool wanted =
      parts.is_of_type(type.get()) && parts.is_in_time(*time)
      && std::ranges::all_of(parts.keys, [&parts](const auto& key) { return parts.has(key); })
      && parts.has_text(line);
  if (!wanted) {
    return {.reading = Reading::other, .timestamp = *time};
  }
  return {
      .reading = Reading::event, .timestamp = *time, .id = text_of(value_of(parts.event, "id"))};
}

FilteredLine LineFilter::parse(std::string_view line) {
  const auto event = parse_object(line);
  if (!event) {
    return {};
  }
  const std::string type = text_at(*event, {"event_type"});
  const auto time = time_of(text_at(*event, {"timestamp"}));
  if (type.empty() || !time) {
    return {};
  }
  Parts& parts = *parts_;
  const bool has_keys = std::ranges::all_of(parts.keys, [&](const auto& key) {
    const json* const value = at_path(*event, key.path);
    return value != nullptr && shown(*value) == key.wanted;
  });
  if (!has_keys || !parts.is_of_type(type) || !parts.is_in_time(*time) || !parts.has_text(line)) {
    return {.reading = Reading::other, .timestamp = *time};
  }
  return {.reading = Reading::event, .timestamp = *time, .id = text_at(*event, {"id"})};
}

FoundEvent found_event(std::string_view line) {
  std::vector<JsonMember> event;
  if (scan_members(line, event)) {
    std::vector<JsonMember> run;
    const bool ran = scan_members(value_of(event, "run"), run);
    const std::string_view metadata = value_of(event, "metadata");
    return {.id = text_of(value_of(event, "id")),
            .timestamp = text_of(value_of(event, "timestamp")),
            .type = text_of(value_of(event, "event_type")),
            .repository = text_of(value_of(event, "repository")),
            .job = ran ? text_of(value_of(run, "job")) : std::string{},
            .metadata = metadata.starts_with('"') ? shown(metadata) : std::string(metadata)};
  }
  const auto parsed = parse_object(line);
  if (!parsed) {
    return {};
  }
  const json* const metadata = at_path(*parsed, {"metadata"});
  return {.id = text_at(*parsed, {"id"}),
          .timestamp = text_at(*parsed, {"timestamp"}),
          .type = text_at(*parsed, {"event_type"}),
          .repository = text_at(*parsed, {"repository"}),
          .job = text_at(*parsed, {"run", "job"}),
          .metadata = metadata == nullptr ? std::string{} : shown(*metadata)};
}

} // namespace tidegate::codec
