// SPDX-License-Identifier: Apache-2.0
#include "analysis/metric_values.hpp"

#include "analysis/health.hpp"
#include "analysis/work_situation.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

namespace tidegate::analysis {
namespace {

using model::MetricKind;

constexpr std::size_t longest_part = 120;
constexpr std::size_t most_steps = 200;
constexpr std::size_t most_stages = 100;

class Values {
public:
  explicit Values(const model::Build& build)
      : build_(build),
        situation_(work_situation(build)),
        platforms_(has_platforms(build)) {}

  std::vector<model::MetricValue> all() {
    if (build_.outcome != model::Outcome::success) {
      return {};
    }
    if (!build_.rebuilt) {
      add_times();
      add_stages();
      add_steps();
      add_ratio();
    }
    if (build_.image.size_bytes) {
      add(MetricKind::image_size, {}, static_cast<double>(*build_.image.size_bytes));
    }
    return std::move(values_);
  }

private:
  void add(MetricKind kind, const std::string& situation, double value) {
    if (std::isfinite(value) && value >= 0) {
      model::MetricValue& added = values_.emplace_back();
      added.metric.kind = kind;
      added.situation = situation;
      added.value = value;
    }
  }

  void add_longest(std::vector<model::MetricValue> values, std::size_t most) {
    std::erase_if(values,
                  [](const auto& value) { return !std::isfinite(value.value) || value.value < 0; });
    std::ranges::stable_sort(values, std::ranges::greater(), &model::MetricValue::value);
    values.resize(std::min(values.size(), most));
    std::ranges::move(values, std::back_inserter(values_));
  }

  void add_times() {
    if (!build_.duration) {
      return;
    }
    const Seconds transfer =
        build_.phases ? build_.phases->cache_import + build_.phases->cache_export : Seconds{0};
    add(MetricKind::build_time, situation_, (*build_.duration - transfer).count());
    if (transfer > Seconds{0}) {
      add(MetricKind::cache_transfer, situation_, transfer.count());
    }
    if (const auto health = health_score(indicators_of(build_))) {
      add(MetricKind::health_score, situation_, health->score);
    }
  }

  void add_ratio() {
    if (build_.cache.hit_ratio) {
      add(MetricKind::cache_hit_ratio, {}, *build_.cache.hit_ratio);
    }
  }

  void add_stages() {
    std::map<std::pair<std::string, std::string>, std::optional<Seconds>> own;
    for (const model::Stage& stage : build_.stages) {
      own.try_emplace({stage.name, stage.platform}, stage.own);
    }
    std::vector<model::MetricValue> stages;
    for (const StageSteps& steps : stages_of(build_)) {
      const auto first = first_executed(steps, build_);
      const auto time = own.find({steps.stage, steps.platform});
      if (!first || time == own.end() || !time->second) {
        continue;
      }
      std::string label = stage_label(steps.stage, steps.platform, platforms_);
      std::string situation = executed_part(label, *first);
      stages.push_back({.metric = {.kind = MetricKind::stage_time, .part = std::move(label)},
                        .situation = std::move(situation),
                        .value = time->second->count()});
    }
    add_longest(std::move(stages), most_stages);
  }

  // The same instruction may stand in a stage more than once: the second one is another metric,
  // also where the first one was cached.
  std::string part_of(const model::Step& step) {
    std::string part =
        stage_label(step.stage, {}, false) + ": " + util::to_printable(step.instruction);
    if (platforms_ && !step.platform.empty()) {
      part += " (" + util::to_printable(step.platform) + ")";
    }
    const int again = ++seen_[part];
    part += again > 1 ? " #" + std::to_string(again) : "";
    return util::shorten_apart(part, longest_part);
  }

  void add_steps() {
    std::vector<model::MetricValue> steps;
    for (const model::Step& step : build_.steps) {
      if (!step.cacheable()) {
        continue;
      }
      std::string part = part_of(step);
      if (missed(step) && step.duration) {
        steps.push_back({.metric = {.kind = MetricKind::step_time, .part = std::move(part)},
                         .value = step.duration->count()});
      }
    }
    add_longest(std::move(steps), most_steps);
  }

  const model::Build& build_;
  std::string situation_;
  bool platforms_;
  std::map<std::string, int> seen_;
  std::vector<model::MetricValue> values_;
};

} // namespace

std::vector<model::MetricValue> metric_values(const model::Build& build) {
  return Values(build).all();
}

std::optional<double> measured_again(const model::Build& build, const model::MetricValue& value) {
  std::vector<double> found;
  for (const model::Remeasurement& again : build.remeasured) {
    const auto same = std::ranges::find_if(again.values, [&](const model::MetricValue& each) {
      return each.metric == value.metric && each.situation == value.situation;
    });
    if (same != again.values.end() && std::isfinite(same->value) && same->value >= 0) {
      found.push_back(same->value);
    }
  }
  if (found.empty()) {
    return std::nullopt;
  }
  std::ranges::sort(found);
  const std::size_t middle = found.size() / 2;
  return found.size() % 2 == 1 ? found[middle] : (found[middle - 1] + found[middle]) / 2;
}

} // namespace tidegate::analysis
