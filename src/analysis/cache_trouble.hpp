// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tidegate::analysis {

// One way in which a cache goes wrong. The word is stable: it is in records and may be asked for.
struct TroubleKind {
  std::string_view word;   // "write-denied"
  std::string_view half;   // "import", "export", or "both" where a rebuild can do with neither
  std::string_view words;  // what it is, as a part of a sentence
  std::string_view remedy; // what to do, one sentence
};

std::span<const TroubleKind> trouble_kinds();

// By its word; a word that is not in the table stands for "failed".
const TroubleKind& trouble_kind(std::string_view word);

// What BuildKit, buildx or the service wrote, recognised. Empty where no sign is known.
std::string_view recognise_trouble(std::string_view error);

// "importing cache manifest from gha failed: the connection is refused (Post ...)", of a step that
// failed. `half` is "import" or "export".
model::CacheTrouble trouble_of(const model::Step& step, std::string_view half);

// Of this kind, in words of one's own; half and remedy come from the table.
model::CacheTrouble make_trouble(std::string_view word, std::string text);

// Counted under its kind and half; its sentence is one of `problems`.
void add_trouble(model::Cache& cache, const model::CacheTrouble& trouble);
// The same, where the sentence is told elsewhere or is no fault.
void count_trouble(model::Cache& cache, const model::CacheTrouble& trouble);

// "write-denied (export), 3 times: do this", for people.
std::string trouble_line(const model::CacheTrouble& trouble);

// A layer of the cache that is gone, or that its store no longer hands out, is missed by whatever
// needs it first, mostly the export of the image. A command that failed is quoted in its error, and
// may quote anything.
bool misses_blob(const model::Step& step);

// What broke a build that failed, where that was the cache and not the project.
struct CacheBreak {
  std::string kind;
  std::string half;    // "import", "export", "both"
  std::string backend; // "gha"; empty: it is not told which
};

// Absent where the build did not fail, was cancelled, or failed for a reason of its own, even where
// the cache had trouble as well.
std::optional<CacheBreak> find_cache_break(const model::Build& build);

} // namespace tidegate::analysis
