// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event_reports.hpp"

#include <string>

namespace tidegate::report {

// A line or a few; what is wrong is said elsewhere.
std::string publish_text(const model::PublishReport& report);
std::string fetch_text(const model::FetchReport& report);
std::string compact_text(const model::CompactReport& report);
std::string validate_text(const model::ValidateReport& report);

// "3 events stay in .tidegate/spool and go out with the next publish"; empty where none does.
std::string pending_text(const model::PublishReport& report);

} // namespace tidegate::report
