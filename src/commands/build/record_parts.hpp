// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/build_fold.hpp"
#include "model/build.hpp"
#include "util/secrets.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// What every record takes from BuildKit's progress, whoever ran the build: steps, stages,
// platforms, phases, cache, context and warnings. `total` is the duration of the whole build; where
// it is absent, or steps ran and none has a clock, there are no phases.
void add_fold(model::Build& build,
              const analysis::BuildFold& fold,
              const std::optional<Seconds>& total,
              const std::vector<std::string>& backends);

// Every text that can hold what a build printed or was given.
void redact(model::Build& build, const util::Redactor& redactor);

// The same for what is read beside the build: names of files in the build context, lines of the
// Dockerfile.
void redact_inputs(model::Build& build, const util::Redactor& redactor);

// What the thing that is built and its run are called. They are compared with those of other
// builds, so `redactor` hides secrets alone, not every value of a build argument.
void redact_names(model::Build& build, const util::Redactor& redactor);

// All of them, in a record that somebody else made.
void redact_foreign(model::Build& build, const util::Redactor& redactor);

} // namespace tidegate::commands
