// SPDX-License-Identifier: Apache-2.0
#include "commands/build/explain_build.hpp"

#include "analysis/cache_account.hpp"
#include "analysis/cache_advice.hpp"
#include "analysis/dockerfile_step.hpp"
#include "analysis/first_miss.hpp"
#include "commands/build/git_changes.hpp"
#include "commands/build/record_parts.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int past_builds = 20; // for the account

std::string base_ref(const ports::Environment& environment) {
  const auto base = environment.text("GITHUB_BASE_REF"); // of a pull request only
  return base.empty() ? std::string() : "refs/heads/" + base;
}

// Where GitHub looks for caches: the run's own ref, then what a pull request goes into, then what
// the default branch is mostly called.
std::vector<std::string> refs_to_compare(const model::Build& build,
                                         const ports::Environment& environment) {
  if (build.run.ref.empty()) {
    return {};
  }
  std::vector<std::string> refs{build.run.ref};
  if (auto base = base_ref(environment); !base.empty()) {
    refs.push_back(std::move(base));
  }
  refs.insert(refs.end(), {"refs/heads/main", "refs/heads/master"});
  return refs;
}

// A baseline before the merge-base is compared with first: what came onto the base branch since is
// not in the pull request. A build of that commit for a tag or another branch says nothing of the
// base branch's past.
Result<std::optional<codec::JudgedBuild>> baseline_of(model::Build& build,
                                                      Ledger& ledger,
                                                      const ports::Environment& environment,
                                                      const github::MergeBase* merge_base) {
  if (merge_base != nullptr) {
    auto at = ledger.baseline_at(build, merge_base->ancestors, base_ref(environment));
    if (at && *at) {
      return at;
    }
  }
  return ledger.baseline(build, refs_to_compare(build, environment));
}

// Only what the listing of the context leaves open is asked of git: it takes its time, and a build
// out of the cache needs none of it.
bool git_can_help(const std::vector<model::Miss>& misses) {
  return std::ranges::any_of(misses, [](const model::Miss& miss) {
    using model::MissCause;
    const bool by_folder = miss.cause == MissCause::files_changed
                           && (miss.evidence.empty()
                               || std::ranges::any_of(miss.evidence, [](const std::string& text) {
                                    return text.find("/: ") != std::string::npos;
                                  }));
    return by_folder || miss.cause == MissCause::unknown;
  });
}

std::vector<model::Miss> misses_of(const model::Build& build,
                                   const std::optional<model::Build>& baseline,
                                   bool past_known,
                                   ports::Process& process,
                                   const BuildFacts& facts) {
  analysis::MissEvidence evidence{.now = build,
                                  .baseline = baseline ? &*baseline : nullptr,
                                  .past_known = past_known,
                                  .dockerfile = facts.dockerfile,
                                  .changed_files_by_git = {}};
  auto misses = analysis::find_misses(evidence);
  if (baseline && git_can_help(misses)) {
    auto names = changed_since(baseline->run.sha, facts.context_folder, process);
    std::ranges::transform(
        names, names.begin(), [&](const auto& name) { return facts.redactor.clean(name); });
    evidence.changed_files_by_git = std::move(names);
    misses = analysis::find_misses(evidence);
  }
  return misses;
}

std::vector<model::Build> past_of(const model::Build& build, Ledger& ledger) {
  std::vector<model::Build> past;
  if (auto judged = ledger.past(build, past_builds)) {
    for (auto& each : *judged) {
      past.push_back(std::move(each.build));
    }
  }
  return past;
}

void add_account(model::Build& build,
                 const std::vector<model::Build>& past,
                 const BuildFacts& facts) {
  auto account = analysis::account(build, past, facts.cache_exports);
  if (build.cache.account) {
    account.scopes = std::move(build.cache.account->scopes);
    account.repository_bytes = build.cache.account->repository_bytes;
    account.repository_limit_bytes = build.cache.account->repository_limit_bytes;
    account.exported_bytes = build.cache.account->exported_bytes;
  }
  const auto budget = analysis::budget_advice(account);
  account.advice.insert(account.advice.end(), budget.begin(), budget.end());
  build.cache.account = std::move(account);
}

} // namespace

Explanation
explain_build(model::Build& build, Ledger& ledger, ports::Ports ports, const BuildFacts& facts) {
  Explanation explanation;
  if (facts.dockerfile != nullptr) {
    build.inputs.settings = analysis::setting_marks(*facts.dockerfile, build.steps);
    redact_inputs(build, facts.redactor);
  }
  auto found = baseline_of(build, ledger, ports.environment, facts.merge_base);
  auto& baseline = explanation.baseline;
  if (found && *found) {
    baseline = std::move((*found)->build);
    build.baseline = model::Baseline{.id = baseline->id,
                                     .started = baseline->started,
                                     .sha = baseline->run.sha,
                                     .ref = baseline->run.ref};
    // A build of another branch was not found by its commit.
    const auto* const at = facts.merge_base;
    const bool before =
        at != nullptr && std::ranges::find(at->ancestors, baseline->run.sha) != at->ancestors.end();
    build.baseline->merge_base = before ? at->sha : "";
  }
  build.misses = misses_of(build, baseline, found.has_value(), ports.process, facts);
  auto past = past_of(build, ledger);
  add_account(build, past, facts);
  past.insert(past.begin(), build);
  explanation.invalidations = analysis::invalidations(past);
  return explanation;
}

} // namespace tidegate::commands
