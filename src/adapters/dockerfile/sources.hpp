// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/scope.hpp"
#include "model/dockerfile.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tidegate::dockerfile {

// What one instruction reads of the build context.
struct ContextSources {
  std::vector<std::string> paths;   // relative to the context, with wildcards
  std::vector<std::string> exclude; // --exclude
  bool parents{false};              // --parents: paths may hold "**" and "/./"
  bool wildcards{true};             // false: of a bind mount
  bool known{true}; // false: a word depends on what only the base image or BuildKit knows
};

// COPY and ADD without --from, and the bind mounts of RUN without `from`. Nothing for others.
ContextSources
context_sources(const model::Instruction& instruction, const Scope& scope, char escape);

// The names in --from and in `from=` of mounts.
std::vector<std::string> other_sources(const model::Instruction& instruction);

// Positions of the stages that a build of `target` needs; empty: the last stage.
std::vector<std::size_t> needed_stages(const model::Dockerfile& dockerfile,
                                       const std::string& target);

} // namespace tidegate::dockerfile
