// SPDX-License-Identifier: Apache-2.0
#include "codec/post_report_json.hpp"

#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {

std::string to_json(const model::PostReport& report, int indent) {
  nlohmann::ordered_json object;
  object["schema"] = 1;
  object["kind"] = report.kind;
  object["status"] = model::to_text(report.status);
  object["repository"] = text_or_null(report.repository);
  object["pull_request"] = text_or_null(report.pull_request);
  object["url"] = text_or_null(report.url);
  object["legs"] = report.legs;
  object["notes"] = report.notes;
  object["problem"] = text_or_null(report.trouble.problem);
  object["hint"] = text_or_null(report.trouble.hint);
  return dump(object, indent);
}

} // namespace tidegate::codec
