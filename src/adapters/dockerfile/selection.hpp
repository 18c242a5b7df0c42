// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/digests.hpp"
#include "adapters/dockerfile/sources.hpp"
#include "adapters/dockerfile/tree.hpp"
#include "model/context.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace tidegate::dockerfile {

// The files and folders of the context that one instruction takes.
struct Selection {
  std::vector<std::size_t> tops; // none lies in another one; by path
  Included included;
};

// nullopt: a source is not there, or a pattern is none; BuildKit ends the build there.
std::optional<Selection> select(const ContextTree& tree, const ContextSources& sources);

// The digests of a selection: folders are opened, those near the top first, as far as a list of
// `limit` entries can hold it. nullopt: as in Digests::of.
std::optional<std::vector<model::InputEntry>> list_entries(const ContextTree& tree,
                                                           const Selection& selection,
                                                           Digests& digests,
                                                           std::size_t limit);

} // namespace tidegate::dockerfile
