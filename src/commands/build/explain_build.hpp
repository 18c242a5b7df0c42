// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/merge_base.hpp"
#include "analysis/cache_account.hpp"
#include "commands/ledger.hpp"
#include "model/build.hpp"
#include "model/cache_access.hpp"
#include "model/dockerfile.hpp"
#include "ports/ports.hpp"
#include "util/secrets.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// What the explanation needs beside the record.
struct BuildFacts {
  const model::Dockerfile* dockerfile{nullptr};    // where it could be read
  std::string context_folder{};                    // empty: no local folder
  std::vector<model::CacheOption> cache_exports{}; // as they were really used
  const util::Redactor& redactor;
  // Where the pull request left its base branch; nullptr: not known.
  const github::MergeBase* merge_base{nullptr};
};

// What was read of the past for it, for reports.
struct Explanation {
  std::optional<model::Build> baseline;              // whole record
  std::vector<analysis::Invalidation> invalidations; // of this build and the last ones
};

// Fills in the baseline, the misses with their causes, and the cache's account (scopes and budget
// stay as they are), from the ledger, which must be open, and git. To be called when the rest of
// the record is complete, its inputs among it, and before it is written. What cannot be read leaves
// causes unknown and is no error.
Explanation
explain_build(model::Build& build, Ledger& ledger, ports::Ports ports, const BuildFacts& facts);

} // namespace tidegate::commands
