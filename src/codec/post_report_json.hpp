// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/post_report.hpp"

#include <string>

namespace tidegate::codec {

// templates/schemas/post-report.schema.json
std::string to_json(const model::PostReport& report, int indent);

} // namespace tidegate::codec
