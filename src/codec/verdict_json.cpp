// SPDX-License-Identifier: Apache-2.0
#include "codec/build_parts.hpp"

#include <algorithm>
#include <array>

namespace tidegate::codec {
namespace {

using model::SeriesEvidence;
using nlohmann::ordered_json;

struct Figure {
  const char* key;
  double SeriesEvidence::* place;
};

// In the order in which they are printed, between `confirmed` and `samples`.
constexpr std::array figures{
    Figure{"centre", &SeriesEvidence::centre},
    Figure{"spread", &SeriesEvidence::spread},
    Figure{"floor", &SeriesEvidence::floor},
    Figure{"record", &SeriesEvidence::record},
    Figure{"effect", &SeriesEvidence::effect},
    Figure{"sigma", &SeriesEvidence::sigma},
    Figure{"mean", &SeriesEvidence::mean},
    Figure{"error", &SeriesEvidence::error},
    Figure{"standard_errors", &SeriesEvidence::standard_errors},
    Figure{"limit", &SeriesEvidence::limit},
    Figure{"expected_low", &SeriesEvidence::expected_low},
    Figure{"expected_high", &SeriesEvidence::expected_high},
    Figure{"smallest_visible_step", &SeriesEvidence::smallest_visible_step},
};

ordered_json evidence_object(const std::optional<SeriesEvidence>& known) {
  if (!known) {
    return {};
  }
  const SeriesEvidence& evidence = *known;
  ordered_json object;
  object["measured"] = evidence.measured;
  object["confirmed"] = value_or_null(evidence.confirmed);
  for (const auto& figure : figures) {
    object[figure.key] = evidence.*figure.place;
  }
  object["together"] = evidence.together;
  object["samples"] = evidence.samples;
  object["left_out"] = {{"waiting", evidence.left_out.waiting},
                        {"alerting", evidence.left_out.alerting},
                        {"older", evidence.left_out.older},
                        {"invalid", evidence.left_out.invalid}};
  object["odds"] = value_or_null(evidence.odds);
  object["crept"] = evidence.crept;
  return object;
}

ordered_json since_object(const std::optional<model::RegressionOrigin>& since) {
  if (!since) {
    return {};
  }
  ordered_json object;
  object["event_id"] = text_or_null(since->event_id);
  object["sha"] = text_or_null(since->sha);
  object["at"] = time_or_null(since->at == Time{} ? std::nullopt : std::optional(since->at));
  object["builds_ago"] = since->builds_ago;
  return object;
}

std::size_t read_count(const JsonReader& reader, const char* key) {
  return static_cast<std::size_t>(reader.size(key).value_or(0));
}

std::optional<SeriesEvidence> read_evidence(const JsonReader& verdict) {
  std::optional<SeriesEvidence> evidence;
  verdict.object("evidence", [&evidence](const JsonReader& reader) {
    evidence.emplace();
    evidence->measured = reader.number("measured").value_or(0);
    evidence->confirmed = reader.number("confirmed");
    for (const auto& figure : figures) {
      (*evidence).*figure.place = reader.number(figure.key).value_or(0);
    }
    evidence->together = read_count(reader, "together");
    evidence->samples = read_count(reader, "samples");
    reader.object("left_out", [&evidence](const JsonReader& counts) {
      evidence->left_out = {.waiting = read_count(counts, "waiting"),
                            .alerting = read_count(counts, "alerting"),
                            .older = read_count(counts, "older"),
                            .invalid = read_count(counts, "invalid")};
    });
    evidence->odds = reader.number("odds");
    evidence->crept = reader.flag("crept");
  });
  return evidence;
}

std::optional<model::RegressionOrigin> read_since(const JsonReader& verdict) {
  std::optional<model::RegressionOrigin> since;
  verdict.object("since", [&since](const JsonReader& reader) {
    since = {.event_id = reader.text("event_id"),
             .sha = reader.text("sha"),
             .at = reader.time("at").value_or(Time{}),
             .builds_ago = std::max(0, reader.integer("builds_ago").value_or(0))};
  });
  return since;
}

} // namespace

ordered_json verdict_object(const model::Verdict& verdict) {
  ordered_json object;
  object["metric"] = verdict.metric;
  object["rule"] = verdict.rule;
  object["status"] = model::to_text(verdict.status);
  object["measured"] = value_or_null(verdict.measured);
  object["limit"] = value_or_null(verdict.limit);
  object["unit"] = model::to_text(verdict.unit);
  object["samples"] = verdict.samples;
  object["samples_wanted"] = verdict.samples_wanted;
  object["reason"] = verdict.reason;
  object["situation"] = text_or_null(verdict.situation);
  object["since"] = since_object(verdict.since);
  object["measure_again"] = verdict.measure_again;
  object["news"] = text_or_null(verdict.news);
  object["evidence"] = evidence_object(verdict.evidence);
  return object;
}

model::Verdict read_verdict(const JsonReader& reader) {
  for (const char* const key : {"metric", "rule", "status", "unit"}) {
    reader.require(key);
  }
  model::Verdict verdict;
  verdict.metric = reader.text("metric");
  verdict.rule = reader.text("rule");
  verdict.status = reader.word("status", model::parse_status).value_or(model::Status::inconclusive);
  verdict.measured = reader.number("measured");
  verdict.limit = reader.number("limit");
  verdict.unit = reader.word("unit", model::parse_unit).value_or(model::Unit::seconds);
  verdict.samples = reader.integer("samples").value_or(0);
  verdict.samples_wanted = reader.integer("samples_wanted").value_or(0);
  verdict.reason = reader.text("reason");
  verdict.situation = reader.text("situation");
  verdict.since = read_since(reader);
  verdict.measure_again = reader.flag("measure_again");
  verdict.news = reader.text("news");
  verdict.evidence = read_evidence(reader);
  return verdict;
}

} // namespace tidegate::codec
