// SPDX-License-Identifier: Apache-2.0
// Any bytes as a log, cut into chunks by the first byte: no crash, no empty build, and the same
// whatever the chunks are.
#include "adapters/docker/log_reader.hpp"

#include "analysis/build_fold.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace tidegate;

namespace {

struct Found {
  std::vector<std::vector<model::Step>> builds;
  std::vector<std::string> plain;

  bool operator==(const Found&) const = default;
};

Found read(std::string_view log, std::size_t chunk) {
  Found found;
  analysis::BuildFold fold;
  docker::LogReader reader(
      {.progress = [&](const model::Progress& progress) { fold.apply(progress); },
       .plain = [&](std::string_view line) { found.plain.emplace_back(line); },
       .build_ended =
           [&](const docker::LogEnding&) {
             found.builds.push_back(fold.steps());
             fold = {};
           }});
  while (!log.empty()) {
    reader.feed(log.substr(0, chunk));
    log.remove_prefix(std::min(chunk, log.size()));
  }
  reader.finish();
  if (!fold.steps().empty()) {
    std::abort(); // progress behind the last end of a build
  }
  return found;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view log(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t chunk = 1 + data[0] % 97U;
  if (!(read(log, chunk) == read(log, log.size() + 1))) {
    std::abort();
  }
  return 0;
}
