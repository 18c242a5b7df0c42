// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/workflow_run.hpp"
#include "util/secrets.hpp"

#include <vector>

namespace tidegate::commands {

// Titles, branches and names are what people wrote: they are stored without secrets.
void clean(model::WorkflowRun& run, const util::Redactor& redactor);
void clean(std::vector<model::WorkflowJob>& jobs, const util::Redactor& redactor);

} // namespace tidegate::commands
