// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/cache_access.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::docker {

// What the arguments of `docker buildx build` say about the build, as far as tidegate has to know.
// The arguments themselves go to buildx unchanged.
struct BuildArguments {
  model::BuildRequest request;
  std::vector<std::pair<std::string, std::optional<std::string>>>
      build_args; // value absent: from the environment
  std::vector<model::CacheOption> cache_from;
  std::vector<model::CacheOption> cache_to;
  std::string builder;       // --builder
  std::string progress;      // --progress
  std::string metadata_file; // --metadata-file
  std::string iid_file;      // --iidfile
  std::vector<std::string> outputs;
  bool quiet{false};
  bool push{false};
  bool load{false};
  bool no_build{false};     // --check, --call, --print: buildx answers and builds nothing
  bool stdout_taken{false}; // an output goes to stdout: `-o -`, `type=tar,dest=-`
};

// Whether buildx takes --iidfile beside these outputs: not beside type=local and type=tar
// (docker/buildx commands/build.go).
bool takes_image_id_file(const BuildArguments& arguments);

BuildArguments read_build_arguments(const std::vector<std::string>& args);

// The arguments without these options (and their values), whatever way they were written.
// Names without dashes: {"progress", "quiet", "q"}.
std::vector<std::string> without(const std::vector<std::string>& args,
                                 const std::vector<std::string>& names);

// Splits a command line of `tidegate build` into tidegate's own options and buildx's.
// `own_with_value` and `own_flags` are long names without dashes. A value of a buildx option is
// never taken for an option of ours.
struct SplitArguments {
  std::vector<std::string> own;
  std::vector<std::string> buildx;
};

SplitArguments split_arguments(const std::vector<std::string>& args,
                               const std::vector<std::string>& own_with_value,
                               const std::vector<std::string>& own_flags);

} // namespace tidegate::docker
