// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_advice.hpp"

#include "analysis/stage_steps.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace tidegate::analysis {
namespace {

using Advice = std::optional<model::CacheAdvice>;
using Builds = std::vector<CostedBuild>;

// What is less is not worth a change of the project.
constexpr Seconds least_gain{1.0};

Advice advice(std::string kind, std::string text, Seconds gain) {
  if (gain < least_gain) {
    return std::nullopt;
  }
  return model::CacheAdvice{std::move(kind), std::move(text), gain};
}

struct Balance {
  int builds{0};
  Seconds saved{0}; // means
  Seconds imported{0};
  Seconds exported{0};
};

// Of the builds that exported and of which every saving is known.
Balance balance_of(const Builds& builds) {
  Balance sum;
  for (const auto& [build, account] : builds) {
    if (account.saved && account.export_time) {
      ++sum.builds;
      sum.saved += *account.saved;
      sum.imported += account.import_time.value_or(Seconds{0});
      sum.exported += *account.export_time;
    }
  }
  const int count = std::max(sum.builds, 1);
  return {sum.builds, sum.saved / count, sum.imported / count, sum.exported / count};
}

Advice no_export(const Builds& builds) {
  const Balance mean = balance_of(builds);
  const Seconds spent = mean.exported + mean.imported;
  if (mean.builds < builds_for_advice || mean.exported <= mean.saved) {
    return std::nullopt;
  }
  return advice("no-export",
                fmt::format("the export costs more than it saves: it takes {} for each build, and "
                            "what was cached saved {} (mean of {} builds); build without "
                            "--cache-to, or export on the default branch only",
                            util::show_duration(mean.exported),
                            util::show_duration(mean.saved),
                            mean.builds),
                spent - mean.saved);
}

std::set<std::string> final_stages(const model::Build& build) {
  std::set<std::string> names;
  for (const model::Stage& stage : build.stages) {
    if (stage.final) {
      names.insert(stage.name);
    }
  }
  return names;
}

// How the steps of one build would fare if only the last stage were exported.
struct Split {
  int steps{0};
  int inner{0};        // of stages that are not exported then
  int inner_cached{0}; // those among them that the cache saved
};

Split split_of(const model::Build& build, const std::set<std::string>& finals) {
  Split split;
  for (const model::Step& step : build.steps) {
    if (!step.cacheable()) {
      continue;
    }
    const bool inner = !finals.contains(step.stage);
    ++split.steps;
    split.inner += inner ? 1 : 0;
    split.inner_cached += inner && step.cached ? 1 : 0;
  }
  return split;
}

// BuildKit exports to the Actions cache one layer after another, so time follows their number.
Advice mode_min(const Builds& builds, const std::vector<model::CacheOption>& exports) {
  const bool all_layers = std::ranges::any_of(exports, [](const auto& option) {
    return option.type == "gha" && option.attribute("mode") == "max";
  });
  int used = 0;
  int counted = 0;
  Seconds gain{0};
  for (const auto& [build, account] : builds) {
    const auto finals = final_stages(*build);
    const Split split = split_of(*build, finals);
    if (finals.empty() || split.inner == 0 || !account.export_time) {
      continue;
    }
    ++counted;
    used += split.inner_cached > 0 ? 1 : 0;
    gain += *account.export_time * split.inner / split.steps;
  }
  // A cached inner step was worth something; how much of it mode=min would lose nobody can tell.
  if (!all_layers || counted < builds_for_advice || used > 0) {
    return std::nullopt;
  }
  return advice("mode-min",
                fmt::format("mode=max exports the layers of all stages, and in none of {} builds "
                            "was a step of an earlier stage taken from the cache: use mode=min",
                            counted),
                gain / counted);
}

bool lost_to_another_ref(const model::Build& build, const model::Build& older) {
  const bool isolated = build.cache.backend.find("gha") != std::string::npos;
  const bool other =
      !build.run.ref.empty() && !older.run.ref.empty() && build.run.ref != older.run.ref;
  const bool lost = std::ranges::any_of(build.misses, [](const model::Miss& miss) {
    return miss.cause == model::MissCause::not_in_cache;
  });
  return !isolated && other && lost && !build.cache.backend.empty() && build.cache.imported;
}

// GitHub keeps the caches of branches apart by itself; a registry or a folder does not.
Advice scope_per_branch(const Builds& builds) {
  constexpr int least = 3;
  int times = 0;
  Seconds cost{0};
  for (std::size_t i = 0; i + 1 < builds.size(); ++i) {
    if (!lost_to_another_ref(*builds[i].build, *builds[i + 1].build)) {
      continue;
    }
    ++times;
    for (const model::Miss& miss : builds[i].build->misses) {
      const bool counts = miss.cause == model::MissCause::not_in_cache;
      cost += counts ? miss.cost.value_or(Seconds{0}) : Seconds{0};
    }
  }
  const int count = static_cast<int>(builds.size());
  if (times < least || count < builds_for_advice) {
    return std::nullopt;
  }
  return advice("scope-per-branch",
                fmt::format("in {} of {} builds unchanged steps were not in the cache right after "
                            "a build of another branch: give each branch a cache of its own "
                            "(another ref or scope) and import that of the default branch too",
                            times,
                            count),
                cost / count);
}

// Commands that need a few manifests and not the whole source tree.
constexpr std::array<std::string_view, 22> installers{
    "npm ci",         "npm install",     "yarn install",
    "pnpm install",   "pip install",     "pip3 install",
    "poetry install", "uv sync",         "go mod download",
    "cargo fetch",    "bundle install",  "composer install",
    "dotnet restore", "mvn dependency",  "gradle dependencies",
    "mix deps.get",   "apt-get install", "apt install",
    "apk add",        "dnf install",     "yum install",
    "bun install"};

bool installs(const std::string& instruction) {
  return instruction.starts_with("RUN") && std::ranges::any_of(installers, [&](auto command) {
           return instruction.find(command) != std::string::npos;
         });
}

struct Rerun {
  std::string copy;
  std::string stage;
  std::string run;

  auto operator<=>(const Rerun&) const = default;
};

struct Cost {
  int times{0};
  Seconds seconds{0};
};

const model::Step* step_at(const model::Build& build, int position) {
  const auto index = static_cast<std::size_t>(position);
  return position >= 0 && index < build.steps.size() ? &build.steps[index] : nullptr;
}

void count_reruns(const model::Build& build,
                  const model::Miss& miss,
                  std::map<Rerun, Cost>& reruns) {
  const auto* copy = step_at(build, miss.step);
  if (copy == nullptr || miss.cause != model::MissCause::files_changed) {
    return;
  }
  for (const int position : miss.followers) {
    const auto* run = step_at(build, position);
    if (run != nullptr && run->duration && run->stage == copy->stage
        && installs(run->instruction)) {
      Cost& cost = reruns[{copy->instruction, copy->stage, run->instruction}];
      ++cost.times;
      cost.seconds += *run->duration;
    }
  }
}

// Files that change often are copied before a step that installs what others list.
std::vector<model::CacheAdvice> copy_order(const Builds& builds) {
  constexpr int least = 3;
  constexpr std::size_t most_advices = 3;
  std::map<Rerun, Cost> reruns;
  for (const auto& each : builds) {
    std::ranges::for_each(each.build->misses, [&](const model::Miss& miss) {
      count_reruns(*each.build, miss, reruns);
    });
  }
  const int count = static_cast<int>(builds.size());
  std::vector<model::CacheAdvice> list;
  for (const auto& [rerun, cost] : reruns) {
    if (cost.times < least || count < builds_for_advice) {
      continue;
    }
    auto one =
        advice("copy-order",
               fmt::format("in {} of {} builds a change of the files of `{}` (stage {}) made "
                           "`{}` run again, {} each time: copy the files that it reads "
                           "first, run it, and copy the rest below it",
                           cost.times,
                           count,
                           rerun.copy,
                           rerun.stage,
                           rerun.run,
                           util::show_duration(cost.seconds / cost.times)),
               cost.seconds / count);
    if (one) {
      list.push_back(std::move(*one));
    }
  }
  std::ranges::stable_sort(list, [](const auto& a, const auto& b) { return a.gain > b.gain; });
  list.resize(std::min(list.size(), most_advices));
  return list;
}

} // namespace

std::vector<model::CacheAdvice> cache_advice(const std::vector<CostedBuild>& builds,
                                             const std::vector<model::CacheOption>& exports) {
  std::vector<model::CacheAdvice> list;
  for (auto& one : {no_export(builds), mode_min(builds, exports), scope_per_branch(builds)}) {
    if (one) {
      list.push_back(*one);
    }
  }
  const auto order = copy_order(builds);
  list.insert(list.end(), order.begin(), order.end());
  return list;
}

std::vector<model::CacheAdvice> budget_advice(const model::CacheAccount& account) {
  constexpr double nearly_full = 0.9;
  if (!account.repository_bytes || !account.repository_limit_bytes
      || *account.repository_limit_bytes == 0) {
    return {};
  }
  const double share = static_cast<double>(*account.repository_bytes)
                       / static_cast<double>(*account.repository_limit_bytes);
  if (share < nearly_full) {
    return {};
  }
  std::string text = fmt::format("the repository's caches take {} of {}, and GitHub removes the "
                                 "oldest ones beyond that",
                                 util::show_bytes(*account.repository_bytes),
                                 util::show_bytes(*account.repository_limit_bytes));
  const auto largest = std::ranges::max_element(
      account.scopes, {}, [](const model::CacheScope& scope) { return scope.bytes; });
  if (largest != account.scopes.end()) {
    text += fmt::format(
        "; the largest scope is {} with {}", largest->name, util::show_bytes(largest->bytes));
  }
  return {{"budget", text + ": delete scopes that nobody reads", std::nullopt}};
}

} // namespace tidegate::analysis
