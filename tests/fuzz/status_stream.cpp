// SPDX-License-Identifier: Apache-2.0
// The protocol buffers of a recorded build, folded into steps as the program does it.
#include "adapters/docker/status_stream.hpp"

#include "analysis/build_fold.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tidegate::analysis::BuildFold fold;
  tidegate::docker::read_status_stream(
      {reinterpret_cast<const char*>(data), size},
      [&](const tidegate::model::Progress& progress) { fold.apply(progress); });
  (void)fold.steps();
  return 0;
}
