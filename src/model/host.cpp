// SPDX-License-Identifier: Apache-2.0
#include "model/host.hpp"

namespace tidegate::model {

std::string host_of(const Runner& runner) {
  return runner.cpu_model.empty() ? std::string()
                                  : runner.cpu_model + " x " + std::to_string(runner.cpus);
}

} // namespace tidegate::model
