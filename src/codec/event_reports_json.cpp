// SPDX-License-Identifier: Apache-2.0
#include "codec/event_reports_json.hpp"

#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

void add_trouble(ordered_json& object,
                 const std::vector<std::string>& notes,
                 const model::Trouble& trouble) {
  object["notes"] = notes;
  object["problem"] = text_or_null(trouble.problem);
  object["hint"] = text_or_null(trouble.hint);
}

ordered_json head(const std::string& url, const std::string& branch) {
  return {{"schema", schema_version}, {"url", text_or_null(url)}, {"branch", branch}};
}

} // namespace

std::string to_json(const model::AppendReport& report, int indent) {
  return dump({{"schema", schema_version}, {"id", report.id}, {"file", report.file}}, indent);
}

std::string to_json(const model::PublishReport& report, int indent) {
  ordered_json object = head(report.url, report.branch);
  object["published"] = report.published;
  object["pending"] = report.knows_pending ? ordered_json(report.pending) : ordered_json();
  object["spool_files"] = report.spool_files;
  object["commit"] = text_or_null(report.commit);
  object["pushes"] = report.pushes;
  add_trouble(object, report.notes, report.trouble);
  return dump(object, indent);
}

std::string to_json(const model::FetchReport& report, int indent) {
  ordered_json object = head(report.url, report.branch);
  object["commit"] = text_or_null(report.tip);
  object["segments"] = report.segments;
  object["fetched"] = report.fetched;
  object["removed"] = report.removed;
  object["bytes"] = report.bytes;
  add_trouble(object, report.notes, report.trouble);
  return dump(object, indent);
}

std::string to_json(const model::CompactReport& report, int indent) {
  ordered_json object = head(report.url, report.branch);
  object["days"] = report.days;
  object["segments_before"] = report.segments_before;
  object["segments_after"] = report.segments_after;
  object["events"] = report.events;
  object["doubles"] = report.doubles;
  object["commit"] = text_or_null(report.commit);
  add_trouble(object, report.notes, report.trouble);
  return dump(object, indent);
}

std::string to_json(const model::ValidateReport& report, int indent) {
  ordered_json findings = ordered_json::array();
  for (const model::BadLine& finding : report.findings) {
    findings.push_back({{"file", finding.file},
                        {"line", finding.line == 0 ? ordered_json() : ordered_json(finding.line)},
                        {"reason", finding.reason}});
  }
  return dump({{"schema", schema_version},
               {"good", report.good},
               {"bad", report.bad},
               {"findings", findings}},
              indent);
}

} // namespace tidegate::codec
