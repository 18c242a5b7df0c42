// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/metric.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// Which of its steps a build executed, as people say it and in a form that is equal for builds that
// are comparable: of each stage the first instruction that was not cached, by its place among the
// cacheable ones ("build from 3, final from 2"), or "all cached". What follows it is executed
// anyway, so that a step that was added at the end does not begin another series. Stages by name,
// platforms apart. Empty where nothing is known of the steps.
std::string work_situation(const model::Build& build);

// All that one successful build measured, each metric once. Values that are not finite or negative,
// and parts that are not known, are left out. Of stages and steps only those at work: those with a
// step that was executed, of many the longest 100 stages and 200 steps. A build that the cache
// broke and that was made again gives neither times nor shares.
std::vector<model::MetricValue> metric_values(const model::Build& build);

// What the remeasurements of the build say of the same metric in the same situation: their median.
std::optional<double> measured_again(const model::Build& build, const model::MetricValue& value);

} // namespace tidegate::analysis
