// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/summary.hpp"

#include <string>

namespace tidegate::report {

// The parts of the Markdown summary. Each closes all markup that it opens, ends with an empty line,
// and is empty where nothing is known.

// section_verdict.cpp
std::string headline_section(const BuildReport& report);
std::string failure_section(const BuildReport& report);
std::string time_section(const BuildReport& report);
std::string verdict_section(const BuildReport& report);

// section_misses.cpp
std::string why_section(const BuildReport& report);
std::string misses_section(const BuildReport& report);
std::string invalidations_section(const BuildReport& report);

// section_time.cpp
std::string phases_section(const BuildReport& report);
std::string timeline_section(const BuildReport& report);
std::string steps_section(const BuildReport& report);

// section_stages.cpp
std::string stages_section(const BuildReport& report);
std::string platforms_section(const BuildReport& report);

// section_facts.cpp
std::string facts_section(const BuildReport& report);
std::string remarks_section(const BuildReport& report);
std::string machine_section(const BuildReport& report);

std::string cache_section(const BuildReport& report);   // section_cache.cpp
std::string image_section(const BuildReport& report);   // section_image.cpp
std::string context_section(const BuildReport& report); // section_context.cpp

} // namespace tidegate::report
