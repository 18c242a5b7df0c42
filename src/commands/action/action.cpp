// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "adapters/docker/arguments.hpp"
#include "adapters/docker/engine.hpp"
#include "commands/action/action_command.hpp"
#include "commands/action/action_inputs.hpp"
#include "commands/build/build.hpp"
#include "commands/observe/observe.hpp"

namespace tidegate::commands {
namespace {

// The provenance that docker/build-push-action adds by itself is an error for the driver `docker`
// without containerd store; a builder that cannot be asked is left as it is.
bool wants_default_attest(const ActionInputs& inputs, ports::Ports ports) {
  if (inputs.default_attest.empty()) {
    return false;
  }
  docker::BuilderProbe probe(ports, docker::read_build_arguments(inputs.buildx_args).builder);
  if (const auto known = probe.cached()) {
    return known->driver != "docker";
  }
  const auto asked = probe.ask();
  return asked && asked->driver != "docker";
}

// The builder remembers the build; the metadata of the step that ran it says which one it is.
ObserveOptions observe_options(const ActionInputs& inputs) {
  ObserveOptions options;
  options.history = true;
  options.metadata_text = inputs.observed_metadata;
  options.publish = true;
  options.settings = inputs.settings;
  options.summary = inputs.summary;
  options.stdout_is_log = true;
  options.github_token = inputs.github_token;
  options.sharing = inputs.sharing;
  options.secrets = inputs.secrets;
  return options;
}

} // namespace

Result<int> run_action_build(ports::Ports ports) {
  auto inputs = read_action_inputs(ports.environment);
  if (!inputs) {
    return tl::unexpected(inputs.error());
  }
  if (auto entered = enter_working_directory(inputs->working_directory); !entered) {
    return tl::unexpected(entered.error());
  }
  {
    actions::WorkflowLog log(ports.environment);
    for (const auto& secret : inputs->secrets) {
      log.mask(secret);
    }
    for (const auto& warning : inputs->warnings) {
      log.line("tidegate: warning: " + warning);
    }
  }
  if (inputs->observe) {
    return run_observe(observe_options(*inputs), ports);
  }
  const auto files = SecretFiles::write(inputs->secret_files);
  if (!files) {
    return tl::unexpected(files.error());
  }
  BuildOptions options;
  options.buildx_args = inputs->buildx_args;
  if (wants_default_attest(*inputs, ports)) {
    options.buildx_args.insert(options.buildx_args.begin(), "--attest=" + inputs->default_attest);
  }
  options.settings = inputs->settings;
  options.summary = inputs->summary;
  options.stdout_is_log = true;
  options.github_token = inputs->github_token;
  options.sharing = inputs->sharing;
  options.secrets = inputs->secrets;
  options.hidden_variables = secret_input_variables;
  return run_build(options, ports);
}

} // namespace tidegate::commands
