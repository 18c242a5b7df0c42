// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event_reports.hpp"

#include <string>

namespace tidegate::codec {

// templates/schemas/event-reports.schema.json
std::string to_json(const model::AppendReport& report, int indent);
std::string to_json(const model::PublishReport& report, int indent);
std::string to_json(const model::FetchReport& report, int indent);
std::string to_json(const model::CompactReport& report, int indent);
std::string to_json(const model::ValidateReport& report, int indent);

} // namespace tidegate::codec
