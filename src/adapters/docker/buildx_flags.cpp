// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/buildx_flags.hpp"

#include <algorithm>
#include <array>

namespace tidegate::docker {

namespace {

// commands/build.go and commands/root.go of docker/buildx 0.8 to 0.31, hidden and experimental
// flags included: a flag that we took for one without a value would make its value the context.
constexpr std::array flags{
    BuildxFlag{"add-host", '\0', true},      BuildxFlag{"allow", '\0', true},
    BuildxFlag{"annotation", '\0', true},    BuildxFlag{"attest", '\0', true},
    BuildxFlag{"build-arg", '\0', true},     BuildxFlag{"build-context", '\0', true},
    BuildxFlag{"builder", '\0', true},       BuildxFlag{"cache-from", '\0', true},
    BuildxFlag{"cache-to", '\0', true},      BuildxFlag{"call", '\0', true},
    BuildxFlag{"cgroup-parent", '\0', true}, BuildxFlag{"check", '\0', false},
    BuildxFlag{"compress", '\0', false},     BuildxFlag{"cpu-period", '\0', true},
    BuildxFlag{"cpu-quota", '\0', true},     BuildxFlag{"cpu-shares", 'c', true},
    BuildxFlag{"cpuset-cpus", '\0', true},   BuildxFlag{"cpuset-mems", '\0', true},
    BuildxFlag{"debug", 'D', false},         BuildxFlag{"detach", '\0', false},
    BuildxFlag{"file", 'f', true},           BuildxFlag{"force-rm", '\0', false},
    BuildxFlag{"help", 'h', false},          BuildxFlag{"iidfile", '\0', true},
    BuildxFlag{"invoke", '\0', true},        BuildxFlag{"isolation", '\0', true},
    BuildxFlag{"label", '\0', true},         BuildxFlag{"load", '\0', false},
    BuildxFlag{"memory", 'm', true},         BuildxFlag{"memory-swap", '\0', true},
    BuildxFlag{"metadata-file", '\0', true}, BuildxFlag{"network", '\0', true},
    BuildxFlag{"no-cache", '\0', false},     BuildxFlag{"no-cache-filter", '\0', true},
    BuildxFlag{"output", 'o', true},         BuildxFlag{"platform", '\0', true},
    BuildxFlag{"policy", '\0', true},        BuildxFlag{"print", '\0', true},
    BuildxFlag{"progress", '\0', true},      BuildxFlag{"provenance", '\0', true},
    BuildxFlag{"pull", '\0', false},         BuildxFlag{"push", '\0', false},
    BuildxFlag{"quiet", 'q', false},         BuildxFlag{"resource", '\0', true},
    BuildxFlag{"rm", '\0', false},           BuildxFlag{"root", '\0', true},
    BuildxFlag{"sbom", '\0', true},          BuildxFlag{"secret", '\0', true},
    BuildxFlag{"security-opt", '\0', true},  BuildxFlag{"server-config", '\0', true},
    BuildxFlag{"shm-size", '\0', true},      BuildxFlag{"squash", '\0', false},
    BuildxFlag{"ssh", '\0', true},           BuildxFlag{"tag", 't', true},
    BuildxFlag{"target", '\0', true},        BuildxFlag{"ulimit", '\0', true},
};

} // namespace

const BuildxFlag* find_buildx_flag(std::string_view name) {
  const auto* const found = std::ranges::find(flags, name, &BuildxFlag::name);
  return found == flags.end() ? nullptr : found;
}

const BuildxFlag* find_buildx_flag(char shorthand) {
  const auto* const found = std::ranges::find(flags, shorthand, &BuildxFlag::shorthand);
  return found == flags.end() || shorthand == '\0' ? nullptr : found;
}

} // namespace tidegate::docker
