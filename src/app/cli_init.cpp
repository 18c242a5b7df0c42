// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"
#include "commands/init.hpp"
#include "util/text.hpp"

namespace tidegate::app {

void add_init(CLI::App& app, Invocation& chosen) {
  auto options = std::make_shared<commands::InitOptions>();
  auto* command = app.add_subcommand(
      "init", "write a starter configuration and workflows into .github; nothing is overwritten");
  command->footer("Exit codes: 0 fine, also where files were there, 2 usage error, 3 a file could "
                  "not be written.");
  command
      ->add_option("--only",
                   options->only,
                   "what to write: " + util::join(commands::starter_names(), ", ")
                       + "; without it all but observe, which takes the place of build")
      ->delimiter(',')
      ->type_name("NAME");
  command
      ->add_option("--action",
                   options->action,
                   "the repository of tidegate and the full id of its commit, such as "
                   "OWNER/tidegate@COMMIT, for the workflows to use")
      ->type_name("ACTION");
  command->add_flag("--dry-run", options->dry_run, "say what would be written, and write nothing");
  add_format(*command, options->format);
  on_call(*command, options, &commands::run_init, chosen);
}

} // namespace tidegate::app
