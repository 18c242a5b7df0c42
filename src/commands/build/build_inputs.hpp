// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/arguments.hpp"
#include "adapters/dockerfile/parser.hpp"
#include "model/context.hpp"
#include "model/dockerfile.hpp"
#include "ports/environment.hpp"

#include <atomic>
#include <future>
#include <string>
#include <vector>

namespace tidegate::commands {

// What goes into a build, as far as it can be read beside it.
struct InputsAnswer {
  model::Dockerfile dockerfile; // no stages where it cannot be read: remote, on stdin, not there
  model::BuildInputs inputs;    // for analysis::place_inputs
  model::BuildContext context;
  std::vector<std::string> notices;
};

// Reads the Dockerfile and the build context in a thread beside buildx: make it before the build,
// ask it after.
class InputsReader {
public:
  // `buildx_args`: the arguments that `arguments` were read from.
  InputsReader(const docker::BuildArguments& arguments,
               const std::vector<std::string>& buildx_args,
               const ports::Environment& environment);
  ~InputsReader();
  InputsReader(const InputsReader&) = delete;
  InputsReader& operator=(const InputsReader&) = delete;
  InputsReader(InputsReader&&) = delete;
  InputsReader& operator=(InputsReader&&) = delete;

  // Once. Waits for a second at most where the build was faster than this; what is not known
  // by then stays absent.
  InputsAnswer answer();

private:
  struct Question {
    std::string context;    // empty: no folder of this machine
    std::string dockerfile; // empty: no file of this machine
    dockerfile::ParseOptions options;
    std::vector<std::string> named_contexts;
    model::BuildInputs inputs;
  };

  static Question ask(const docker::BuildArguments& arguments,
                      const std::vector<std::string>& buildx_args,
                      const ports::Environment& environment);
  static void read_flags(const std::vector<std::string>& buildx_args, Question& question);
  [[nodiscard]] InputsAnswer read(const Question& question) const;

  std::atomic<bool> give_up_{false};
  std::future<InputsAnswer> answer_;
};

} // namespace tidegate::commands
