// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <set>
#include <string>
#include <vector>

namespace tidegate::analysis {

// BuildKit takes a WORKDIR from the cache even with --no-cache (moby/buildkit
// frontend/dockerfile/dockerfile2llb); it makes a folder, so it does not matter.
bool always_cached(const model::Step& step);

// Names of the cacheable steps that were executed, WORKDIR left out.
std::set<std::string> executed_steps(const std::vector<model::Step>& steps);

// "[build 4/6] COPY a . came from the cache the second time"; empty where both executed the same.
std::string other_steps(const std::vector<model::Step>& first,
                        const std::vector<model::Step>& second);

// What a second build does not do again (it fetches no base image and no cached layer, sends no
// context that the builder has, pushes nothing) counts as in the first, or as in the build that the
// first is compared with where that was faster: a registry that was slow once is confirmed by
// nobody. Its executed steps count as measured. Adds to `second`'s duration and phases;
// `baseline` may be nullptr.
void add_what_was_not_repeated(model::Build& second,
                               const model::Build& first,
                               const model::Build* baseline);

} // namespace tidegate::analysis
