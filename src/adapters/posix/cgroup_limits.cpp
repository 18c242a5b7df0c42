// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/cgroup_limits.hpp"

#include "adapters/posix/machine_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::posix {

namespace {

// A pseudo file: its size is unknown before it is read.
std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

template<typename Limit>
void narrow(std::optional<Limit>& limit, std::optional<Limit> other) {
  if (other) {
    limit = limit ? std::min(*limit, *other) : *other;
  }
}

void read_v2(CgroupLimits& limits, const std::filesystem::path& folder) {
  narrow(limits.cpus, cpus_in(text_of(folder / "cpu.max")));
  narrow(limits.memory_bytes, bytes_in(text_of(folder / "memory.max")));
}

void read_v1(CgroupLimits& limits, const std::filesystem::path& folder) {
  const std::string quota = text_of(folder / "cpu.cfs_quota_us");
  const std::string period = text_of(folder / "cpu.cfs_period_us");
  narrow(limits.cpus, cpus_in(std::string(util::trim(quota)) + " " + period));
  narrow(limits.memory_bytes, bytes_in(text_of(folder / "memory.limit_in_bytes")));
}

// One line of /proc/self/cgroup, "4:memory:/a/b" or for v2 "0::/a/b".
struct Membership {
  std::string controllers;
  std::string path;
};

std::vector<Membership> memberships(std::string_view text) {
  std::vector<Membership> found;
  for (const std::string& line : util::split(text, '\n')) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second != std::string::npos) {
      found.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
    }
  }
  return found;
}

// Limits hold for all below them. In a container the path may be the host's, and its own group is
// the mount's top: going up ends there, too.
template<typename Read>
void read_upwards(const std::filesystem::path& mount, const std::string& path, const Read& read) {
  std::filesystem::path inside = std::filesystem::path(path).relative_path().lexically_normal();
  if (std::ranges::find(inside, "..") != inside.end()) { // of a group outside of our namespace
    inside.clear();
  }
  while (!inside.empty() && inside != ".") {
    read(mount / inside);
    inside = inside.parent_path();
  }
  read(mount);
}

void read_group(CgroupLimits& limits,
                const std::filesystem::path& mounts,
                const Membership& group) {
  if (!group.controllers.empty()) {
    read_upwards(mounts / group.controllers, group.path, [&](const auto& folder) {
      read_v1(limits, folder);
    });
    return;
  }
  for (const auto& mount : {mounts, mounts / "unified"}) {
    read_upwards(mount, group.path, [&](const auto& folder) { read_v2(limits, folder); });
  }
}

} // namespace

CgroupLimits read_cgroup_limits(const std::filesystem::path& root) {
  CgroupLimits limits;
  for (const Membership& group : memberships(text_of(root / "proc" / "self" / "cgroup"))) {
    read_group(limits, root / "sys" / "fs" / "cgroup", group);
  }
  return limits;
}

} // namespace tidegate::posix
