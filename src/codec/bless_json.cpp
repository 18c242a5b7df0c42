// SPDX-License-Identifier: Apache-2.0
#include "codec/bless_json.hpp"

#include "codec/build_parts.hpp"
#include "util/text.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;
constexpr std::size_t longest_metric = 200;
constexpr std::size_t longest_name = 1000; // of a situation or a part of the thing
constexpr std::size_t longest_reason = 500;
constexpr std::size_t longest_id = 100; // of a commit or an actor

struct ThingField {
  const char* key;
  std::optional<std::string> model::ThingPattern::* member;
};

constexpr std::array thing_fields{
    ThingField{"repository", &model::ThingPattern::repository},
    ThingField{"workflow", &model::ThingPattern::workflow},
    ThingField{"job", &model::ThingPattern::job},
    ThingField{"leg", &model::ThingPattern::leg},
    ThingField{"image", &model::ThingPattern::image},
    ThingField{"dockerfile", &model::ThingPattern::dockerfile},
    ThingField{"target", &model::ThingPattern::target},
    ThingField{"platform", &model::ThingPattern::platform},
};

ordered_json thing_object(const model::ThingPattern& thing) {
  ordered_json object;
  for (const ThingField& field : thing_fields) {
    object[field.key] = value_or_null(thing.*field.member);
  }
  return object;
}

ordered_json blessing_object(const model::Blessing& blessing) {
  ordered_json object;
  const auto metric = model::parse_metric(blessing.accepted.metric);
  object["metric"] = blessing.accepted.metric;
  object["situation"] = value_or_null(blessing.situation);
  object["thing"] = thing_object(blessing.thing);
  object["commit"] = text_or_null(blessing.accepted.sha);
  object["reason"] = text_or_null(blessing.accepted.reason);
  object["before"] = value_or_null(blessing.before);
  object["after"] = value_or_null(blessing.after);
  object["unit"] =
      metric ? ordered_json(model::to_text(model::unit_of(metric->kind))) : ordered_json();
  return object;
}

std::string printable(const std::string& text, std::size_t longest) {
  return util::shorten(util::to_printable(text), longest);
}

// Absent matches all, so a text that is cut or empty must not become it.
std::optional<std::string> read_name(const JsonReader& reader, const char* key) {
  if (!reader.has(key)) {
    return std::nullopt;
  }
  std::string text = reader.text(key);
  if (text.size() > longest_name) {
    reader.complain(key, "is too long");
    return std::string();
  }
  return text;
}

void read_metadata(const JsonReader& reader, model::Blessing& blessing) {
  reader.require("metric");
  blessing.accepted.metric = reader.text("metric");
  if (blessing.accepted.metric.size() > longest_metric
      || !reader.word("metric", model::parse_metric)) {
    reader.complain("metric", "names no metric");
  }
  blessing.situation = read_name(reader, "situation");
  reader.object("thing", [&blessing](const JsonReader& thing) {
    for (const ThingField& field : thing_fields) {
      blessing.thing.*field.member = read_name(thing, field.key);
    }
  });
  blessing.accepted.sha = printable(reader.text("commit"), longest_id);
  blessing.accepted.reason = printable(reader.text("reason"), longest_reason);
  blessing.before = reader.number("before");
  blessing.after = reader.number("after");
}

} // namespace

std::string bless_metadata(const model::Blessing& blessing) {
  return dump(blessing_object(blessing), -1);
}

Result<model::Blessing> parse_bless_event(const model::Event& event) {
  if (event.type != "bless") {
    return failed(Error::Kind::usage, R"(event: "event_type" is not "bless")");
  }
  const auto metadata = parse_object(event.metadata);
  if (!metadata) {
    return tl::unexpected(Error(metadata.error()).in("event: \"metadata\""));
  }
  std::string problem;
  model::Blessing blessing;
  read_metadata(JsonReader(*metadata, "metadata", problem), blessing);
  if (!problem.empty()) {
    return failed(Error::Kind::usage, "event: " + problem);
  }
  blessing.accepted.event_id = event.id;
  blessing.accepted.at = event.timestamp;
  blessing.accepted.actor = printable(event.run.actor, longest_id);
  return blessing;
}

std::string to_json(const model::Blessing& blessing, int indent) {
  ordered_json object;
  object["schema"] = schema_version;
  object["id"] = text_or_null(blessing.accepted.event_id);
  object["accepted_at"] = util::to_rfc3339(blessing.accepted.at);
  object["actor"] = text_or_null(blessing.accepted.actor);
  object.update(blessing_object(blessing));
  return dump(object, indent);
}

} // namespace tidegate::codec
