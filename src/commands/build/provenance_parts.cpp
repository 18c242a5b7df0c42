// SPDX-License-Identifier: Apache-2.0
#include "commands/build/provenance_parts.hpp"

#include "analysis/bound.hpp"

#include <fmt/format.h>
#include <string>

namespace tidegate::commands {
namespace {

// BuildKit knows the Dockerfile by its name alone; the request may know where it lies.
std::string path_of(const std::string& name, const model::BuildRequest& request) {
  const std::string& path = request.dockerfile;
  return path == name || path.ends_with("/" + name) ? path : name;
}

} // namespace

void add_provenance(model::Build& build, const docker::Provenance& provenance) {
  for (model::Step& step : build.steps) {
    const auto found = provenance.steps.find(step.digest);
    if (found == provenance.steps.end()) {
      continue;
    }
    if (found->second.lines) {
      step.lines = found->second.lines;
      step.lines->file = path_of(step.lines->file, build.request);
    }
    step.resources = found->second.resources;
  }
  const int by_machine = analysis::add_machine_pressure(build.steps, provenance.system);
  if (by_machine > 0) {
    build.notices.push_back(fmt::format(
        "the pressure on {} steps is that of the whole machine while they ran: the engine did not "
        "measure them by themselves",
        by_machine));
  }
}

} // namespace tidegate::commands
