// SPDX-License-Identifier: Apache-2.0
#include "commands/history/clean_runs.hpp"

#include <string>

namespace tidegate::commands {

void clean(model::WorkflowRun& run, const util::Redactor& redactor) {
  for (std::string* text : {&run.name, &run.title, &run.path, &run.branch, &run.actor}) {
    *text = redactor.clean(*text);
  }
}

void clean(std::vector<model::WorkflowJob>& jobs, const util::Redactor& redactor) {
  for (model::WorkflowJob& job : jobs) {
    for (std::string* text : {&job.name, &job.runner_name, &job.runner_group}) {
      *text = redactor.clean(*text);
    }
    for (std::string& label : job.labels) {
      label = redactor.clean(label);
    }
    for (model::JobStep& step : job.steps) {
      step.name = redactor.clean(step.name);
    }
  }
}

} // namespace tidegate::commands
