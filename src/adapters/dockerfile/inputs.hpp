// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/parser.hpp"
#include "adapters/dockerfile/tree.hpp"
#include "model/context.hpp"
#include "model/dockerfile.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::dockerfile {

struct InputLimits {
  std::uint64_t bytes{std::uint64_t{4} << 30U}; // read to digest them
  std::size_t entries{200};                     // of one instruction
  std::size_t all_entries{1000}; // of all instructions, as far as they can do with it
};

struct InputsQuestion {
  const model::Dockerfile& dockerfile;
  const ParseOptions& options;
  std::vector<std::string> named_contexts{}; // --build-context: stages of these names are not built
  InputLimits limits{};
};

struct CopyInputs {
  std::vector<model::CopyInput> copies; // those whose digest is known
  std::vector<std::string> notices;
};

// What each COPY, ADD and bind mount of the needed stages reads of the context. `index` counts as
// BuildKit would without triggers of a base image; analysis::place_inputs puts it right.
CopyInputs
read_copy_inputs(const ContextTree& tree, const InputsQuestion& question, const GiveUp& give_up);

// For each argument that has a value: the name, and just enough to see that the value changed.
std::vector<model::ArgumentMark> mark_arguments(const NamedValues& build_args);

} // namespace tidegate::dockerfile
