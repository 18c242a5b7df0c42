// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"
#include "util/result.hpp"

#include <string_view>

namespace tidegate::docker {

// One line of `docker buildx build --progress=rawjson` (client.SolveStatus of moby/buildkit as
// JSON; `data`, `short` and `detail` are base64). Unknown keys are ignored; an entry with a wrong
// type is left out and the others survive. Error (external) where the line is no JSON object.
Result<model::Progress> parse_rawjson(std::string_view line);

} // namespace tidegate::docker
