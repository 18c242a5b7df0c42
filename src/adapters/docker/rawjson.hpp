// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>

namespace tidegate::docker {

// One line of `docker buildx build --progress=rawjson` (client.SolveStatus of moby/buildkit as
// JSON; `data`, `short` and `detail` are base64). Unknown keys are ignored; an entry with a wrong
// type is left out and the others survive. Error (external) where the line is no JSON object.
Result<model::Progress> parse_rawjson(std::string_view line);

// A time and how it was written.
struct KnownTime {
  std::string text;
  Time time;
};

// The same for lines that come by the million: keeps the memory of one message for the next.
class RawjsonReader {
public:
  // Replaces what is in `progress`; after an error nothing is in it.
  Result<void> read(std::string_view line, model::Progress& progress);

private:
  Result<void> read_once(std::string_view line, model::Progress& progress);

  model::Progress spare_; // lists that the last message did not have
  KnownTime known_;       // the last one that was read
};

} // namespace tidegate::docker
