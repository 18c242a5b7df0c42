// SPDX-License-Identifier: Apache-2.0
#include "commands/observe/observe_record.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/failure.hpp"
#include "analysis/bound.hpp"
#include "commands/build/provenance_parts.hpp"
#include "commands/build/record_parts.hpp"
#include "commands/observe/observe_image.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>

namespace tidegate::commands {
namespace {

using docker::Provenance;
using Ending = docker::RecordedBuild::Ending;

void hide_values(util::Redactor& redactor,
                 const std::vector<std::pair<std::string, std::string>>& values,
                 const std::vector<std::string>& shown) {
  for (const auto& [name, value] : values) {
    if (std::ranges::find(shown, name) == shown.end()) {
      redactor.hide(value, "${" + name + "}");
    }
  }
}

std::optional<model::Outcome> outcome_of(const docker::RecordedBuild& record) {
  switch (record.ending) {
  case Ending::completed:
    return model::Outcome::success;
  case Ending::failed:
    return model::Outcome::failure;
  case Ending::canceled:
    return model::Outcome::canceled;
  case Ending::running:
    break;
  }
  return std::nullopt;
}

void add_record_ending(model::Build& build, const docker::RecordedBuild& record) {
  build.started = record.created;
  build.outcome = outcome_of(record);
  if (record.created && record.completed && *record.completed >= *record.created) {
    build.duration = *record.completed - *record.created;
  }
}

void add_log_ending(model::Build& build, const docker::LogEnding& ending) {
  build.started = ending.first_time;
  build.duration = ending.total;
  if (!ending.total && ending.first_time && ending.last_time) {
    build.duration = *ending.last_time - *ending.first_time;
  }
  if (ending.failed) {
    build.outcome = model::Outcome::failure;
  } else if (ending.finished) {
    build.outcome = model::Outcome::success;
  }
}

// As buildx would have printed it, for the one place that names causes.
std::vector<std::string> failure_lines(const Observation& observation) {
  if (!observation.record) {
    return observation.plain_lines;
  }
  auto lines = util::split(observation.record->excerpt, '\n');
  std::ranges::transform(
      lines, lines.begin(), [](const std::string& line) { return util::to_printable(line); });
  lines.push_back("ERROR: failed to build: failed to solve: " + observation.record->error);
  return lines;
}

void add_error(model::Build& build, const Observation& observation) {
  if (build.outcome != model::Outcome::failure) {
    return;
  }
  const auto lines = failure_lines(observation);
  build.error =
      docker::explain_failure({.exit_status = 1, .plain_lines = lines, .steps = build.steps});
  if (build.error->kind == "canceled") {
    build.outcome = model::Outcome::canceled;
    build.error.reset();
  }
}

void add_request(model::Build& build,
                 const std::vector<Provenance>& all,
                 const docker::Metadata& metadata) {
  auto& request = build.request;
  for (const Provenance& provenance : all) {
    request.target = request.target.empty() ? provenance.target : request.target;
    request.dockerfile = request.dockerfile.empty() ? provenance.dockerfile : request.dockerfile;
    if (request.build_arg_names.empty()) {
      request.build_arg_names = provenance.build_arg_names;
    }
  }
  request.tags = metadata.names.empty() ? request.tags : metadata.names;
}

// The engine keeps more than buildx writes into a file.
const std::vector<Provenance>& provenance_of(const Observation& observation,
                                             const docker::Metadata& metadata) {
  const bool kept = observation.record && !observation.record->provenance.empty();
  return kept ? observation.record->provenance : metadata.provenance;
}

// The names of the steps tell it ("importing cache manifest from gha", "exporting to GitHub Actions
// Cache"), since the options of the build are not there to ask.
std::vector<std::string> backends_of(const Observation& observation) {
  static const std::map<std::string, std::string, std::less<>> exporters{
      {"exporting to GitHub Actions Cache", "gha"},
      {"exporting cache to registry", "registry"},
      {"exporting cache to client directory", "local"},
      {"exporting cache to Amazon S3", "s3"},
      {"exporting cache to Azure Blob Storage", "azblob"},
  };
  std::vector<std::string> backends;
  const auto add = [&](const std::string& type) {
    if (!type.empty() && std::ranges::find(backends, type) == backends.end()) {
      backends.push_back(type);
    }
  };
  if (observation.record) {
    std::ranges::for_each(observation.record->cache_imports, add);
  }
  constexpr std::string_view import = "importing cache manifest from ";
  for (const model::Step& step : observation.fold.steps()) {
    if (const auto found = exporters.find(step.name); found != exporters.end()) {
      add(found->second);
    } else if (step.name.starts_with(import)) {
      const std::string from = step.name.substr(import.size());
      const bool reference = from.find_first_of("/:.") != std::string::npos;
      add(reference ? "registry" : from);
    }
  }
  return backends;
}

util::Redactor redactor_for(const Observation& observation,
                            const std::vector<Provenance>& provenance,
                            const model::Settings& settings,
                            const ports::Environment& environment) {
  util::Redactor redactor = actions::secret_redactor(environment);
  if (observation.record) {
    hide_values(redactor, observation.record->build_arg_values, settings.shown_build_args);
  }
  for (const Provenance& each : provenance) {
    hide_values(redactor, each.build_arg_values, settings.shown_build_args);
  }
  return redactor;
}

} // namespace

model::Build observed_record(const Observation& observation,
                             const docker::Metadata& metadata,
                             const model::Settings& settings,
                             const ports::Environment& environment) {
  const auto& provenance = provenance_of(observation, metadata);
  model::Build build;
  build.source = observation.source;
  build.build_ref = metadata.build_ref;
  if (observation.record) {
    const auto& record = *observation.record;
    add_record_ending(build, record);
    build.request = record.request;
    build.notices = record.notices;
    build.inputs.no_cache = record.no_cache;
    build.inputs.no_cache_stages = record.no_cache_stages;
    if (build.build_ref.empty()) {
      build.build_ref = record.place.empty() ? record.ref : record.place + "/" + record.ref;
    }
  } else if (observation.ending) {
    add_log_ending(build, *observation.ending);
  }
  add_request(build, provenance, metadata);
  add_fold(build, observation.fold, build.duration, backends_of(observation));
  for (const std::string& warning : metadata.warnings) {
    if (std::ranges::find(build.warnings, warning) == build.warnings.end()) {
      build.warnings.push_back(warning);
    }
  }
  std::ranges::for_each(provenance, [&](const auto& each) { add_provenance(build, each); });
  analysis::add_bounds(build.steps);
  add_observed_image(build, observation, metadata, provenance);
  add_error(build, observation);
  redact(build, redactor_for(observation, provenance, settings, environment));
  redact_names(build, actions::secret_redactor(environment));
  return build;
}

} // namespace tidegate::commands
