// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/recorded_build.hpp"
#include "ports/process.hpp"
#include "util/result.hpp"

#include <string>
#include <string_view>

namespace tidegate::docker {

// Which build of an engine's history: "" the newest, "^1" the one before it, a reference, or
// "builder/node/reference" as the metadata of buildx has it.
struct HistoryRef {
  std::string builder{}; // empty: the one that buildx would choose
  std::string node{};
  std::string ref{};
};

// Error: usage, where the text is none of these. buildx itself takes any text for a reference, an
// option too.
Result<HistoryRef> parse_history_ref(std::string_view text);

// Asks `docker buildx history` for one build: what it was, its progress (handed to `progress` in
// order; not asked for where there is no `progress`) and its provenance. What only hides a part (no
// log kept, an attachment that cannot be read) is a notice. Error: external.
Result<RecordedBuild>
read_build_history(ports::Process& process, const HistoryRef& ref, const ProgressSink& progress);

} // namespace tidegate::docker
