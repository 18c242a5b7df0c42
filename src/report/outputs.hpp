// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/summary.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tidegate::report {

// What the step outputs carry beside the report; empty where there is none.
struct OutputFiles {
  std::string metadata;    // content of buildx's metadata file
  std::string image_id;    // content of buildx's iidfile
  std::string record_file; // path of the record as JSON
  std::string unpublished; // folder of events that are not on the event branch
};

// Step outputs in the order of action.yml: name, value. All names are always there, with an empty
// value where nothing was measured, so that nothing printed by the build can forge one.
std::vector<std::pair<std::string, std::string>> step_outputs(const BuildReport& report,
                                                              const OutputFiles& files);

} // namespace tidegate::report
