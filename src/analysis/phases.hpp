// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/step_name.hpp"
#include "model/build.hpp"
#include "util/time.hpp"

#include <vector>

namespace tidegate::analysis {

// A stretch of wall-clock time in which a vertex of that phase was at work.
struct Span {
  Phase phase{Phase::other};
  Time from;
  Time to;
};

// Splits `total` so that the parts do not overlap and sum up to it. Where several phases run at
// once, the instant belongs to the first of: execute, export_image, cache_export, cache_import,
// load_context, resolve. That is the order of who is worth blaming: steps run while BuildKit still
// loads the rest (so what remains for the later ones is time in which the build did nothing but
// wait for them), and an image is exported while its cached layers are still fetched. `other` is
// the rest: docker's own start and end, and gaps. The engine's clock is not ours: where its spans
// say more than `total`, they are scaled down to it.
model::Phases split_wall_clock(const std::vector<Span>& spans, Seconds total);

} // namespace tidegate::analysis
