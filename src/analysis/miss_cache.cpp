// SPDX-License-Identifier: Apache-2.0
#include "analysis/copy_sources.hpp"
#include "analysis/dockerfile_step.hpp"
#include "analysis/miss_case.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>

namespace tidegate::analysis {
namespace {

// The stage and those that it continues, the lowest first.
std::vector<std::string> chain_of(const MissCase& miss) {
  std::vector<std::string> chain;
  const auto* const dockerfile = miss.evidence.dockerfile;
  const auto* stage = dockerfile == nullptr ? nullptr : stage_named(*dockerfile, miss.step.stage);
  for (; stage != nullptr; stage = parent_of(*dockerfile, *stage)) {
    chain.insert(chain.begin(), chain.empty() ? miss.step.stage : stage->name);
  }
  return chain;
}

Marks marks_above(const model::BuildInputs& inputs,
                  const std::vector<std::string>& chain,
                  const std::string& stage,
                  int index) {
  Marks marks;
  const auto add = [&](const std::string& name, const model::SettingMark& setting) {
    if (setting.stage == name && (name != stage || setting.next <= index)) {
      marks[setting.name] = setting.mark;
    }
  };
  for (const auto& name : chain) {
    std::ranges::for_each(inputs.settings, [&](const auto& setting) { add(name, setting); });
  }
  return marks;
}

// The default of an argument does not matter where the build is given a value.
bool is_given(const model::BuildInputs& inputs, const std::string& setting) {
  return std::ranges::any_of(
      inputs.arguments, [&](const auto& argument) { return setting == "ARG " + argument.name; });
}

std::vector<std::string>
changed_settings(const MissCase& miss, const Marks& now, const Marks& before) {
  std::set<std::string> names = changed_names(now, before);
  std::erase_if(names, [&](const auto& name) { return is_given(miss.evidence.now.inputs, name); });
  return {names.begin(), names.end()};
}

bool settings_known(const MissCase& miss) {
  return miss.evidence.dockerfile != nullptr && !miss.evidence.baseline->inputs.copies.empty();
}

// Needs nothing of the build context, so that its digest is the same in every build of the same
// definition.
bool has_stable_digest(const model::Build& build, const model::Step& step) {
  std::vector<const model::Step*> pending{&step};
  std::set<const model::Step*> seen;
  bool known = !step.digest.empty() && !step.inputs.empty();
  while (known && !pending.empty()) {
    const model::Step* at = pending.back();
    pending.pop_back();
    if (seen.insert(at).second) {
      const auto inputs = inputs_of(build, *at);
      pending.insert(pending.end(), inputs.begin(), inputs.end());
      known = inputs.size() == at->inputs.size() && (at->index > 0 || is_from(*at));
    }
  }
  return known;
}

enum class Definition { same, different, unknown };

Definition compare_digests(const MissCase& miss) {
  const bool both = has_stable_digest(miss.evidence.now, miss.step)
                    && has_stable_digest(*miss.evidence.baseline, *miss.step_before);
  if (!both) {
    return Definition::unknown;
  }
  return miss.step.digest == miss.step_before->digest ? Definition::same : Definition::different;
}

bool concerns_import(const std::string& problem) {
  constexpr std::array<std::string_view, 3> signs{
      "importing cache manifest", "was asked for, but", "a part of the cache is gone"};
  return std::ranges::any_of(signs,
                             [&](auto sign) { return problem.find(sign) != std::string::npos; });
}

std::optional<std::string> import_problem(const model::Cache& cache) {
  const auto found = std::ranges::find_if(cache.problems, concerns_import);
  return found == cache.problems.end() ? std::nullopt : std::optional(*found);
}

std::string where_it_went(const model::Build& now, const model::Build& before) {
  if (now.cache.backend.empty()) {
    return now.runner.hosted
               ? "a hosted runner starts empty, and no cache was asked for (--cache-from)"
               : "the builder does not hold it any more: it was pruned or evicted";
  }
  if (!now.cache.imported) {
    return now.run.ref != before.run.ref && !before.run.ref.empty()
               ? fmt::format("no cache was found: the earlier build saved its own for {}, and this "
                             "one is of {}",
                             before.run.ref,
                             now.run.ref.empty() ? "no ref" : now.run.ref)
               : "no cache was found to import: it was evicted, or saved under another scope";
  }
  return "the cache that was imported does not hold it: it was evicted or pruned, saved under "
         "another scope, or not exported (mode=min keeps the steps of the last stage only)";
}

std::vector<std::string> cache_evidence(const model::Build& now, const model::Build& before) {
  std::vector<std::string> evidence;
  if (!now.cache.backend.empty()) {
    evidence.push_back(fmt::format(
        "cache {}: {}", now.cache.backend, now.cache.imported ? "imported" : "nothing imported"));
  }
  if (now.run.ref != before.run.ref) {
    evidence.push_back(fmt::format("ref: {} → {}", before.run.ref, now.run.ref));
  }
  return evidence;
}

bool listed(const model::BuildInputs& inputs, const model::Step& step) {
  return std::ranges::any_of(inputs.copies, [&](const auto& copy) {
    return copy.stage == step.stage && copy.index == step.index;
  });
}

// The files of a COPY and the settings of a RUN that nobody wrote down may have changed.
bool all_compared(const MissCase& miss) {
  if (compare_digests(miss) == Definition::same) {
    return true;
  }
  const bool reads_context = !copy_sources(miss.step.instruction).empty();
  if (reads_context) {
    return listed(miss.evidence.now.inputs, miss.step)
           && listed(miss.evidence.baseline->inputs, *miss.step_before);
  }
  const bool runs = miss.step.instruction.starts_with("RUN");
  return !runs || settings_known(miss);
}

Finding unknown(const std::string& because) {
  return {model::MissCause::unknown, because, {}};
}

// Files of a named context are listed nowhere, and those of the build context only where a line of
// the Dockerfile names them: ONBUILD in the base image reads them too.
std::optional<std::string> unlisted_files(const MissCase& miss) {
  constexpr std::string_view named = "[context ";
  for (const auto* input : inputs_of(miss.evidence.now, miss.step)) {
    if (input->name.starts_with(named)) {
      const std::string name = input->name.substr(named.size());
      return fmt::format("files of the context {}", name.substr(0, name.find(']')));
    }
    if (input->name.ends_with("load build context") && copy_sources(miss.step.instruction).empty()
        && !listed(miss.evidence.now.inputs, miss.step)) {
      return "files of the build context";
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<Finding> setting_changed(const MissCase& miss) {
  if (miss.step_before == nullptr || !miss.step.instruction.starts_with("RUN")) {
    return std::nullopt;
  }
  const auto chain = chain_of(miss);
  if (settings_known(miss) && !chain.empty()) {
    auto chain_before = chain;
    chain_before.back() = miss.step_before->stage;
    const auto names = changed_settings(
        miss,
        marks_above(miss.evidence.now.inputs, chain, miss.step.stage, miss.step.index),
        marks_above(miss.evidence.baseline->inputs,
                    chain_before,
                    miss.step_before->stage,
                    miss.step_before->index));
    if (!names.empty()) {
      return Finding{model::MissCause::instruction_changed,
                     fmt::format("{} above it changed in the Dockerfile", names.front()),
                     names};
    }
  }
  return std::nullopt;
}

std::optional<Finding> nothing_changed(const MissCase& miss) {
  using model::MissCause;
  const auto& now = miss.evidence.now;
  if (miss.step_before == nullptr) {
    return unknown("there is no such step in the earlier build");
  }
  if (compare_digests(miss) == Definition::different) {
    return Finding{MissCause::instruction_changed,
                   "its definition changed: an ENV, ARG, USER or SHELL line above it, or an option "
                   "of the build",
                   {fmt::format("{} → {}",
                                short_digest(miss.step_before->digest),
                                short_digest(miss.step.digest))}};
  }
  if (miss.step.instruction.starts_with("ADD ")
      && miss.step.instruction.find("://") != std::string::npos) {
    return unknown("what the URL holds may have changed; nothing else did");
  }
  if (const auto files = unlisted_files(miss)) {
    return unknown(*files + ", which are not recorded, may have changed; nothing else did");
  }
  if (const auto problem = import_problem(now.cache)) {
    return Finding{
        MissCause::cache_failed, "nothing changed, but the cache could not be read", {*problem}};
  }
  if (!all_compared(miss)) {
    return unknown("nothing that was recorded changed, and not all was recorded");
  }
  return Finding{MissCause::not_in_cache,
                 "nothing changed, but " + where_it_went(now, *miss.evidence.baseline),
                 cache_evidence(now, *miss.evidence.baseline)};
}

} // namespace tidegate::analysis
