// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/arguments.hpp"
#include "analysis/cache_plan.hpp"
#include "commands/build/build_execution.hpp"
#include "model/build.hpp"
#include "model/policy.hpp"
#include "ports/ports.hpp"
#include "util/secrets.hpp"

#include <string>
#include <vector>

namespace tidegate::commands {

// What may be stored and what may be shown. BuildKit writes the values of build arguments into step
// names, so a record hides them all (except those that the configuration shows) behind `${NAME}`;
// the live log hides only what looks like a secret, or it would be unreadable.
struct Redactors {
  util::Redactor record;
  util::Redactor log;
};

Redactors make_redactors(const docker::BuildArguments& arguments,
                         const model::Settings& settings,
                         const ports::Environment& environment);

// Puts the record together. Everything in it went through `redactor`. Image size, builder and
// export check are filled in by the caller: they ask others.
model::Build make_record(const Execution& execution,
                         const docker::BuildArguments& arguments,
                         const analysis::CachePlan& plan,
                         const util::Redactor& redactor);

} // namespace tidegate::commands
