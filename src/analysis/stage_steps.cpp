// SPDX-License-Identifier: Apache-2.0
#include "analysis/stage_steps.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace tidegate::analysis {
namespace {

using Texts = std::vector<std::string>;

// Beyond any real Dockerfile: each stage without a name is compared with each other one.
constexpr std::size_t most_stages = 300;

std::vector<Texts> texts_of(const std::vector<StageSteps>& stages, const model::Build& build) {
  std::vector<Texts> all;
  all.reserve(stages.size());
  for (const StageSteps& stage : stages) {
    Texts& texts = all.emplace_back();
    for (const auto& [index, position] : stage.positions) {
      texts.push_back(build.steps[static_cast<std::size_t>(position)].instruction);
    }
    std::ranges::sort(texts);
  }
  return all;
}

std::size_t shared(const Texts& one, const Texts& other) {
  Texts both;
  std::ranges::set_intersection(one, other, std::back_inserter(both));
  return both.size();
}

} // namespace

bool is_from(const model::Step& step) {
  return step.instruction.starts_with("FROM ") || step.name.starts_with("FROM ");
}

bool missed(const model::Step& step) {
  return step.cacheable() && step.reached && !step.cached;
}

bool is_numbered(std::string_view stage) {
  constexpr std::string_view prefix = "stage-";
  return stage.starts_with(prefix) && stage.size() > prefix.size()
         && stage.find_first_not_of("0123456789", prefix.size()) == std::string_view::npos;
}

std::vector<const model::Step*> inputs_of(const model::Build& build, const model::Step& step) {
  std::vector<const model::Step*> inputs;
  for (const int input : step.inputs) {
    if (input >= 0 && static_cast<std::size_t>(input) < build.steps.size()) {
      inputs.push_back(&build.steps[static_cast<std::size_t>(input)]);
    }
  }
  return inputs;
}

std::vector<StageSteps> stages_of(const model::Build& build) {
  std::map<std::pair<std::string, std::string>, StageSteps> stages;
  for (std::size_t i = 0; i < build.steps.size(); ++i) {
    const model::Step& step = build.steps[i];
    if (step.index > 0) {
      StageSteps& stage = stages[{step.stage, step.platform}];
      stage.stage = step.stage;
      stage.platform = step.platform;
      stage.positions.emplace(step.index, static_cast<int>(i));
    }
  }
  std::vector<StageSteps> list;
  list.reserve(stages.size());
  for (auto& [key, stage] : stages) {
    list.push_back(std::move(stage));
  }
  return list;
}

StagePairs::StagePairs(const model::Build& now, const model::Build& before)
    : now_(stages_of(now)),
      before_(stages_of(before)) {
  pair_by_name();
  pair_by_text(now, before);
}

// The number of a stage without a name counts all stages, so it says nothing where one was added.
void StagePairs::pair_by_name() {
  for (std::size_t i = 0; i < now_.size(); ++i) {
    const auto same = std::ranges::find_if(before_, [&](const StageSteps& stage) {
      return stage.stage == now_[i].stage && stage.platform == now_[i].platform;
    });
    if (same != before_.end() && !is_numbered(now_[i].stage)) {
      pairs_.emplace(i, static_cast<std::size_t>(same - before_.begin()));
    }
  }
}

// The pairs that share most come first; among equals the same name decides.
void StagePairs::pair_by_text(const model::Build& now, const model::Build& before) {
  if (now_.size() > most_stages || before_.size() > most_stages) {
    return;
  }
  const auto now_texts = texts_of(now_, now);
  const auto before_texts = texts_of(before_, before);
  std::vector<std::tuple<std::size_t, bool, std::size_t, std::size_t>> offers;
  for (std::size_t at = 0; at < now_.size() * before_.size(); ++at) {
    const std::size_t i = at / before_.size();
    const std::size_t j = at % before_.size();
    const bool same_name = now_[i].stage == before_[j].stage;
    const std::size_t common = shared(now_texts[i], before_texts[j]);
    if (now_[i].platform == before_[j].platform && (common > 0 || same_name)) {
      offers.emplace_back(common, same_name, i, j);
    }
  }
  std::ranges::sort(offers, std::greater<>{});
  std::set<std::size_t> taken;
  for (const auto& [i, j] : pairs_) {
    taken.insert(j);
  }
  for (const auto& [common, same_name, i, j] : offers) {
    if (!pairs_.contains(i) && taken.insert(j).second) {
      pairs_.emplace(i, j);
    }
  }
}

const StageSteps* StagePairs::before(const StageSteps& stage) const {
  for (const auto& [i, j] : pairs_) {
    if (now_[i].stage == stage.stage && now_[i].platform == stage.platform) {
      return &before_[j];
    }
  }
  return nullptr;
}

} // namespace tidegate::analysis
