// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/history.hpp"
#include "model/verdict.hpp"
#include "report/baseline.hpp"
#include "report/summary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::report {

// What the summaries say, worked out once for Markdown and text. None of it is escaped.

// The one line that comes first.
struct Headline {
  enum class Mood { good, neutral, warning, bad };
  Mood mood{Mood::neutral};
  std::string symbol; // "✅"
  std::string word;   // "pass", "learning 3 of 5", "build failed", ...
  std::string reason; // of the gravest verdict or of the failure; may be empty
};

Headline headline(const BuildReport& report);

// What was built: first tag, else target, Dockerfile, context or repository.
std::string subject(const model::Build& build);

// The step that broke the build; nullptr where none is known.
const model::Step* failed_step(const model::Build& build);
// "Dockerfile:7", or empty.
std::string failure_place(const model::Build& build);

// Name and time, in the order of a build; only those that took time.
std::vector<std::pair<std::string_view, Seconds>> used_phases(const model::Build& build);

// The steps that took the longest, longest first; only those that took time.
std::vector<const model::Step*> slowest_steps(const model::Build& build, std::size_t count);

// "partial: 3 of 5 steps cached (60 %) · gha · imported · not exported"
std::string cache_facts(const model::Cache& cache);
// "94.7 MB (+1.2 MB since the last build) · sha256:..."; empty where nothing is known.
std::string image_facts(const BuildReport& report);
// "docker-container, buildx 0.29.1, buildkit 0.25.1"; empty where nothing is known.
std::string builder_facts(const model::Builder& builder);
// "Linux X64, AMD EPYC 7763, 4 CPUs, 16.8 GB, ubuntu24-20261110.1"; empty where nothing is known.
std::string runner_facts(const model::Runner& runner);
// "87.5 of 100 (performance only)"; empty where there is none.
std::string health_facts(const std::optional<analysis::Health>& health);

// "unknown time" where it was not measured.
std::string show_time(const std::optional<Seconds>& time);
// A measured value or a limit in its unit; "unknown" where absent.
std::string show_value(const std::optional<double>& value, model::Unit unit);
// "5", "3 of 5"; "0 (budget)" where the limit rests upon no samples, "none" where nothing was
// compared.
std::string show_samples(const model::Verdict& verdict);
std::string_view symbol(model::Status status);

} // namespace tidegate::report
