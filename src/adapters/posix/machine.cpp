// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/machine.hpp"

#include "adapters/posix/cgroup_limits.hpp"
#include "adapters/posix/machine_text.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <string>
#include <sys/utsname.h>
#include <thread>
#include <vector>

namespace tidegate::posix {

namespace {

std::string text_of(const char* file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// CPUs in the affinity mask; the kernel says EINVAL as long as the mask is too small for the
// machine.
int usable_cpus() {
  for (std::size_t cpus = 1024; cpus <= std::size_t{1} << 16U; cpus *= 2) {
    std::vector<cpu_set_t> mask(cpus / CPU_SETSIZE);
    const std::size_t bytes = mask.size() * sizeof(cpu_set_t);
    if (::sched_getaffinity(0, bytes, mask.data()) == 0) {
      return CPU_COUNT_S(bytes, mask.data());
    }
  }
  return static_cast<int>(std::thread::hardware_concurrency());
}

std::string first_of(std::string wanted, std::string otherwise) {
  return wanted.empty() ? std::move(otherwise) : std::move(wanted);
}

std::string image_of(const ports::Environment& environment) {
  const std::string name = environment.text("ImageOS"); // both only on GitHub's own runners
  const std::string version = environment.text("ImageVersion");
  if (name.empty()) {
    return first_of(pretty_name_in(text_of("/etc/os-release")),
                    pretty_name_in(text_of("/usr/lib/os-release")));
  }
  return version.empty() ? name : fmt::format("{}-{}", name, version);
}

} // namespace

model::Runner read_runner(const ports::Environment& environment) {
  utsname system{};
  ::uname(&system);
  const CgroupLimits limits = read_cgroup_limits("/");
  const int cpus = usable_cpus();
  const std::uint64_t memory = memory_bytes_in(text_of("/proc/meminfo"));
  return {.os = first_of(environment.text("RUNNER_OS"), system.sysname),
          .arch = first_of(environment.text("RUNNER_ARCH"), runner_arch(system.machine)),
          .cpu_model = cpu_model_in(text_of("/proc/cpuinfo")),
          .cpus = std::min(cpus, limits.cpus.value_or(cpus)),
          .memory_bytes = std::min(memory, limits.memory_bytes.value_or(memory)),
          .image = image_of(environment),
          .hosted = environment.text("RUNNER_ENVIRONMENT") == "github-hosted"};
}

} // namespace tidegate::posix
