// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/verdict.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::codec {

// The build record as `--format json` prints it and templates/schemas/build.schema.json describes
// it: one object {"schema":1,"id",...,"phases":{},"steps":[],"cache":{},...,"verdicts":[]}. Seconds
// as numbers, bytes as integers, times as RFC 3339. `indent` < 0: one line.
std::string
to_json(const model::Build& build, const std::vector<model::Verdict>& verdicts, int indent = -1);

struct JudgedBuild {
  model::Build build;
  std::vector<model::Verdict> verdicts;
};

// The way back. Unknown keys are ignored; a key that is missing or of the wrong type is an error
// that names it (usage). Times come back to the millisecond.
Result<JudgedBuild> parse_build(std::string_view json);

// [{"metric","rule","status","measured","limit","unit","samples","samples_wanted","reason"}]
std::string to_json(const std::vector<model::Verdict>& verdicts, int indent = -1);

} // namespace tidegate::codec
