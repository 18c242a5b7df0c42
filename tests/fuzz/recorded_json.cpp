// SPDX-License-Identifier: Apache-2.0
// Every reader of JSON about a recorded build: provenance, metadata, history records.
#include "adapters/docker/history_record.hpp"
#include "adapters/docker/metadata.hpp"
#include "adapters/docker/provenance.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)tidegate::docker::read_provenance(text);
  (void)tidegate::docker::read_all_metadata(text);
  (void)tidegate::docker::read_history_record(text);
  (void)tidegate::docker::read_inspected_build(text);
  return 0;
}
