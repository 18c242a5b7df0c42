// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/first_miss.hpp"
#include "analysis/stage_steps.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tidegate::analysis {

// One miss, with what the checks for its cause look at.
struct MissCase {
  const MissEvidence& evidence;
  const StageSteps& stage;
  const StageSteps* stage_before{nullptr}; // of the baseline
  const model::Step& step;
  const model::Step* step_before{nullptr}; // the same instruction in the baseline
  bool after_hit{false};                   // a step above it came from the cache
};

struct Finding {
  model::MissCause cause{model::MissCause::unknown};
  std::string because;
  std::vector<std::string> evidence;
};

// One kind of cause; nullopt where the evidence does not show it.
using MissCheck = std::optional<Finding> (*)(const MissCase&);

std::optional<Finding> no_cache_asked(const MissCase& miss);
std::optional<Finding> no_baseline(const MissCase& miss);
std::optional<Finding> base_changed(const MissCase& miss);       // nothing above was cached
std::optional<Finding> base_changed_below(const MissCase& miss); // although something was
std::optional<Finding> text_changed(const MissCase& miss);
std::optional<Finding> text_changed_above(const MissCase& miss);
std::optional<Finding> copied_image_changed(const MissCase& miss); // of COPY --from=IMAGE
std::optional<Finding> input_rebuilt(const MissCase& miss);
std::optional<Finding> argument_changed(const MissCase& miss);
std::optional<Finding> files_changed(const MissCase& miss);
std::optional<Finding> setting_changed(const MissCase& miss);
std::optional<Finding> nothing_changed(const MissCase& miss); // always has an answer

// The first place from which on two builds of a stage have other instructions, as far as both show
// them; nullopt where there is none up to `last`.
struct Difference {
  int index{0};
  const model::Step* now{nullptr};
  const model::Step* before{nullptr}; // nullptr: the stage was shorter
};

std::optional<Difference> first_difference(const MissCase& miss);

// Whether two texts of one instruction differ in nothing but the values of variables; the names of
// those that do. Empty where they differ otherwise, or the Dockerfile is not known.
std::vector<std::string>
changed_variables(const MissCase& miss, const model::Step& now, const model::Step& before);

using Marks = std::map<std::string, std::string>; // "VERSION", "ENV NODE_ENV" -> mark

// Changed, given for the first time, or no longer given.
std::set<std::string> changed_names(const Marks& now, const Marks& before);

// For a sentence: one line, not too long.
std::string quoted(const std::string& instruction);
std::string short_digest(const std::string& digest); // "sha256:3f2a91bc0d5e…" -> "3f2a91bc0d5e"

} // namespace tidegate::analysis
