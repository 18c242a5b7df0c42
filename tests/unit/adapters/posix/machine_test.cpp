// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/cgroup_limits.hpp"
#include "adapters/posix/machine.hpp"
#include "adapters/posix/machine_text.hpp"
#include "support/fake_environment.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace tidegate;

namespace {

std::string recorded(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA "/machine/") + name);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A root folder with the pseudo files that a test needs.
class Root {
public:
  Root& put(const std::string& file, const std::string& text) {
    const auto path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return *this;
  }

  [[nodiscard]] posix::CgroupLimits limits() const {
    return posix::read_cgroup_limits(folder_.path());
  }

private:
  test::TempDir folder_;
};

} // namespace

TEST_CASE("the CPU is named by its model") {
  CHECK(posix::cpu_model_in(recorded("cpuinfo-x86.txt")) == "Intel(R) Xeon(R) Processor");
  CHECK(posix::cpu_model_in(recorded("cpuinfo-neoverse.txt")) == "Arm Neoverse-N1");
  CHECK(posix::cpu_model_in("CPU implementer : 0x99\nCPU part : 0x123\n")
        == "implementer 0x99 part 0x123");
  CHECK(posix::cpu_model_in("CPU implementer\t: 0x6d\nCPU part\t: 0xd49\n")
        == "Microsoft Azure-Cobalt-100");
  CHECK(posix::cpu_model_in("").empty());
  CHECK(posix::cpu_model_in("CPU part : 0xd0c\n").empty());
}

TEST_CASE("the memory is MemTotal in bytes") {
  CHECK(posix::memory_bytes_in(recorded("meminfo.txt")) == 24'683'660ULL * 1024);
  CHECK(posix::memory_bytes_in("MemTotal: lots\n") == 0);
  CHECK(posix::memory_bytes_in("MemTotal: 99999999999999999999 kB\n") == 0);
  CHECK(posix::memory_bytes_in("MemTotal: 18446744073709551615 kB\n") == 0);
  CHECK(posix::memory_bytes_in("") == 0);
}

TEST_CASE("the distribution is named as it names itself") {
  CHECK(posix::pretty_name_in(recorded("os-release.txt")) == "Debian GNU/Linux 12 (bookworm)");
  CHECK(posix::pretty_name_in("PRETTY_NAME='Alpine Linux'\n") == "Alpine Linux");
  CHECK(posix::pretty_name_in("PRETTY_NAME=Arch\n") == "Arch");
  CHECK(posix::pretty_name_in("PRETTY_NAME=\"\n") == "\"");
  CHECK(posix::pretty_name_in("NAME=x\n").empty());
}

TEST_CASE("architectures have the names that the Actions runner gives them") {
  CHECK(posix::runner_arch("x86_64") == "X64");
  CHECK(posix::runner_arch("aarch64") == "ARM64");
  CHECK(posix::runner_arch("armv7l") == "ARM");
  CHECK(posix::runner_arch("i686") == "X86");
  CHECK(posix::runner_arch("riscv64") == "riscv64");
}

TEST_CASE("a quota of CPU time counts as whole CPUs, rounded up") {
  CHECK(posix::cpus_in("200000 100000\n") == 2);
  CHECK(posix::cpus_in("150000 100000\n") == 2);
  CHECK(posix::cpus_in("1000 100000\n") == 1);
  for (const char* text : {"max 100000\n",
                           "-1 100000\n",
                           "",
                           "100000",
                           "0 100000",
                           "1 0",
                           "x y",
                           "18446744073709551615 1"}) {
    CAPTURE(text);
    CHECK_FALSE(posix::cpus_in(text));
  }
}

TEST_CASE("the narrowest limit above a process in cgroup v2 counts") {
  Root root;
  root.put("proc/self/cgroup", "0::/system.slice/runner.service\n")
      .put("sys/fs/cgroup/system.slice/runner.service/cpu.max", "max 100000\n")
      .put("sys/fs/cgroup/system.slice/runner.service/memory.max", "8000000\n")
      .put("sys/fs/cgroup/system.slice/cpu.max", "300000 100000\n")
      .put("sys/fs/cgroup/system.slice/memory.max", "9000000\n");
  CHECK(root.limits().cpus == 3);
  CHECK(root.limits().memory_bytes == 8'000'000U);
}

TEST_CASE("in a container the own group is at the top, whatever its path says") {
  Root v1;
  v1.put("proc/self/cgroup", "4:memory:/docker/0a1b\n3:cpu,cpuacct:/docker/0a1b\nnonsense\n")
      .put("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n")
      .put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n")
      .put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  CHECK(v1.limits().cpus == 1);
  CHECK(v1.limits().memory_bytes == 1'073'741'824U);
  Root v2;
  v2.put("proc/self/cgroup", "0::/../../outside\n").put("sys/fs/cgroup/memory.max", "5000\n");
  CHECK(v2.limits().memory_bytes == 5000U);
}

TEST_CASE("without control groups there are no limits") {
  Root root;
  CHECK_FALSE(root.limits().cpus);
  CHECK_FALSE(root.limits().memory_bytes);
  root.put("proc/self/cgroup", "4:memory:/\n3:cpu:/\n0::/\n")
      .put("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
      .put("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  CHECK_FALSE(root.limits().cpus);
}

TEST_CASE("a runner tells its own words for the machine, and which image it is") {
  test::FakeEnvironment environment;
  environment.variables = {{"RUNNER_OS", "Linux"},
                           {"RUNNER_ARCH", "ARM64"},
                           {"ImageOS", "ubuntu24"},
                           {"ImageVersion", "20261110.1"},
                           {"RUNNER_ENVIRONMENT", "github-hosted"}};
  const auto runner = posix::read_runner(environment);
  CHECK(runner.arch == "ARM64");
  CHECK(runner.image == "ubuntu24-20261110.1");
  CHECK(runner.hosted);
}

TEST_CASE("outside of Actions the machine speaks for itself") {
  const auto runner = posix::read_runner(test::FakeEnvironment());
  CHECK(runner.os == "Linux");
  CHECK_FALSE(runner.arch.empty());
  CHECK(runner.cpus > 0);
  CHECK(runner.memory_bytes > 0);
  CHECK_FALSE(runner.hosted);
}
