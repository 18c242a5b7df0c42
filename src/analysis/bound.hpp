// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/system_usage.hpp"

#include <string>
#include <vector>

namespace tidegate::analysis {

// What kept a step from being faster: "memory", "io", "cpu", "network", "waiting" (it did next to
// nothing: it slept, or waited for somebody who answers slowly), or empty where the numbers do not
// show it. One sample of a short step shows nothing either, nor does the pressure of the whole
// machine (no processor time of its own): others may have made it.
std::string bound_by(const model::StepResources& resources, Seconds duration);

// Fills `bound_by` of every step whose resources and duration are known.
void add_bounds(std::vector<model::Step>& steps);

// Gives pressure to steps that BuildKit did not measure by themselves (a host without cgroup v2),
// from samples of the whole machine, where nothing else of the build was at work meanwhile and the
// samples cover nearly all of the step. The machine may have had other things to do, so this says
// nothing about processor time, memory and network, and the caller has to say whose pressure it is.
// Returns how many steps got it.
int add_machine_pressure(std::vector<model::Step>& steps,
                         const std::vector<model::SystemSample>& samples);

} // namespace tidegate::analysis
