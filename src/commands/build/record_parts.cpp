// SPDX-License-Identifier: Apache-2.0
#include "commands/build/record_parts.hpp"

#include "analysis/cache_state.hpp"
#include "analysis/timing.hpp"

#include <algorithm>
#include <iterator>

namespace tidegate::commands {
namespace {

void clean(std::string& text, const util::Redactor& redactor) {
  text = redactor.clean(text);
}

void clean(std::vector<std::string>& texts, const util::Redactor& redactor) {
  std::ranges::for_each(texts, [&](std::string& text) { clean(text, redactor); });
}

} // namespace

void add_fold(model::Build& build,
              const analysis::BuildFold& fold,
              const std::optional<Seconds>& total,
              const std::vector<std::string>& backends) {
  const auto steps = fold.timed_steps();
  std::ranges::transform(
      steps, std::back_inserter(build.steps), [](const auto& timed) { return timed.step; });
  build.stages = analysis::stages_of(steps);
  build.platforms = analysis::platforms_of(steps);
  const bool at_work = std::ranges::any_of(build.steps, &model::Step::reached);
  const bool has_clock = std::ranges::any_of(
      build.steps, [](const model::Step& step) { return step.started.has_value(); });
  if (total && (has_clock || !at_work)) {
    build.phases = fold.phases(*total);
  }
  build.cache = analysis::read_cache(build.steps, backends);
  build.context.sent_bytes = fold.context_sent_bytes();
  build.warnings = fold.warnings();
}

void redact(model::Build& build, const util::Redactor& redactor) {
  for (auto& step : build.steps) {
    clean(step.name, redactor);
    clean(step.instruction, redactor);
    clean(step.error, redactor);
  }
  if (build.error) {
    clean(build.error->message, redactor);
    clean(build.error->excerpt, redactor);
  }
  clean(build.warnings, redactor);
  clean(build.notices, redactor);
  clean(build.cache.problems, redactor);
  for (auto& trouble : build.cache.troubles) {
    clean(trouble.text, redactor);
  }
  for (auto& layer : build.image.layers) {
    clean(layer.created_by, redactor);
  }
}

void redact_names(model::Build& build, const util::Redactor& redactor) {
  auto& request = build.request;
  for (std::string* name : {&request.context,
                            &request.dockerfile,
                            &request.target,
                            &request.platform,
                            &build.image.ref,
                            &build.run.workflow,
                            &build.run.job,
                            &build.run.leg,
                            &build.run.ref,
                            &build.run.actor}) {
    clean(*name, redactor);
  }
  clean(request.tags, redactor);
}

void redact_inputs(model::Build& build, const util::Redactor& redactor) {
  for (auto& setting : build.inputs.settings) {
    clean(setting.name, redactor);
  }
  for (auto& entry : build.context.largest) {
    clean(entry.path, redactor);
  }
  for (auto& copy : build.inputs.copies) {
    for (auto& entry : copy.entries) {
      clean(entry.path, redactor);
    }
  }
}

void redact_foreign(model::Build& build, const util::Redactor& redactor) {
  redact(build, redactor);
  redact_names(build, redactor);
  redact_inputs(build, redactor);
  for (auto& miss : build.misses) {
    clean(miss.because, redactor);
    clean(miss.evidence, redactor);
  }
}

} // namespace tidegate::commands
