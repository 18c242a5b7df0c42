// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/ignore.hpp"
#include "adapters/dockerfile/tree.hpp"
#include "model/context.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tidegate::dockerfile {

// The rules that BuildKit takes for this context: those of `<dockerfile>.dockerignore` where that
// is there, else of `.dockerignore` in the context.
IgnoreRules read_ignore_rules(const std::filesystem::path& context,
                              const std::filesystem::path& dockerfile);

// What would be sent, and what .dockerignore saves. Looks into the ignored folders for it, so this
// comes last; what could not be counted to its end is absent.
model::BuildContext
describe_context(const ContextTree& tree, const GiveUp& give_up, const TreeLimits& limits = {});

} // namespace tidegate::dockerfile
