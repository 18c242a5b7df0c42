// SPDX-License-Identifier: Apache-2.0
// Any bytes as what the job and the machine say: the payload of the event that started it, its
// matrix, `docker buildx inspect`, files of the kernel. All of it may hold words of strangers.
#include "adapters/actions/event_file.hpp"
#include "adapters/actions/matrix_leg.hpp"
#include "adapters/docker/builder_text.hpp"
#include "adapters/posix/machine_text.hpp"
#include "util/text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace tidegate;

namespace {

void printable(const std::string& text) {
  if (util::to_printable(text) != text) {
    std::abort();
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)actions::read_starting_event(text);
  const std::string leg = actions::matrix_leg(text);
  constexpr std::size_t longest_leg = 100;
  if (leg.size() > longest_leg) {
    std::abort();
  }
  printable(leg);
  const auto builder = docker::parse_builder_report(text);
  printable(builder.driver);
  printable(builder.buildkit);
  printable(builder.error);
  (void)docker::parse_buildx_version(text);
  (void)posix::cpu_model_in(text);
  (void)posix::memory_bytes_in(text);
  (void)posix::pretty_name_in(text);
  (void)posix::cpus_in(text);
  (void)posix::bytes_in(text);
  return 0;
}
