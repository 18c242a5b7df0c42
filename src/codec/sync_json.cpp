// SPDX-License-Identifier: Apache-2.0
#include "codec/sync_json.hpp"

#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {

using nlohmann::ordered_json;

std::string to_json(const model::SyncReport& report, int indent) {
  ordered_json spans = ordered_json::array();
  for (const auto& [first, last] : report.missing_spans) {
    spans.push_back({{"first", util::to_rfc3339(first)},
                     {"last", last ? ordered_json(util::to_rfc3339(*last)) : ordered_json()}});
  }
  ordered_json object{{"schema", 1}};
  object["repository"] = report.repository;
  object["since"] = util::to_rfc3339(report.since);
  object["complete"] = report.complete();
  object["requests"] = report.requests;
  object["counted"] = report.counted;
  object["unchanged"] = report.unchanged;
  object["remaining"] = report.remaining ? ordered_json(*report.remaining) : ordered_json();
  object["waited"] = report.waited.count();
  object["runs"] = report.runs;
  object["runs_with_jobs"] = report.runs_with_jobs;
  object["jobs"] = report.jobs;
  object["missing"] = {{"spans", std::move(spans)}, {"runs_without_jobs", report.missing_jobs}};
  object["notes"] = report.notes;
  object["problem"] = text_or_null(report.problem);
  object["hint"] = text_or_null(report.hint);
  return dump(object, indent);
}

} // namespace tidegate::codec
