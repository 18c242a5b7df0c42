// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/step_name.hpp"
#include "analysis/timing.hpp"
#include "analysis/vertex_record.hpp"
#include "model/build.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// A vertex with its name read.
struct NamedVertex {
  std::string digest;
  StepName name;
  const VertexRecord* record{nullptr};
};

// One step out of the vertices of one instruction (at least one). Its time is theirs together.
// Whether it was cached is decided by the vertex that does the work: not by the download of
// `ADD https://...`, which BuildKit always asks again, nor by the merge half of `COPY --link`,
// which is made anew on a new base while the copied layer comes from the cache.
TimedStep merge_step(const std::vector<NamedVertex>& vertices, Time end_of_build);

} // namespace tidegate::analysis
