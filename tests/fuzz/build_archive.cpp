// SPDX-License-Identifier: Apache-2.0
// A whole .dockerbuild file.
#include "adapters/docker/build_archive.hpp"

#include <cstddef>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = ::memfd_create("fuzz", 0);
  if (file < 0 || ::write(file, data, size) != static_cast<ssize_t>(size)) {
    ::close(file);
    return 0;
  }
  ::lseek(file, 0, SEEK_SET);
  (void)tidegate::docker::read_build_archive(
      file,
      {.begin = [] { return [](const tidegate::model::Progress&) {}; },
       .end = [](const tidegate::docker::RecordedBuild&) {}});
  ::close(file);
  return 0;
}
