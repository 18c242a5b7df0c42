// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace tidegate::model {

// Where this ran, as GitHub Actions tells it. Empty fields outside Actions.
struct Run {
  std::string repository; // owner/name; outside Actions from the git remote, or empty
  std::string id;
  std::string attempt;
  std::string workflow;
  std::string job;
  std::string leg; // of the job's matrix, such as "amd64, debug"; empty where the job has none
  std::string sha;
  std::string ref;
  std::string event;
  std::string actor;
  std::string pr; // pull request number, or empty

  bool operator==(const Run&) const = default;
};

// The machine: the fingerprint that decides which builds may be compared.
struct Runner {
  std::string os;        // "Linux"
  std::string arch;      // "X64", "ARM64": the runner's own words
  std::string cpu_model; // "AMD EPYC 7763 64-Core Processor"
  int cpus{0};           // usable by this process
  std::uint64_t memory_bytes{0};
  std::string image; // "ubuntu24-20261110.1" on hosted runners, else the distribution
  bool hosted{false};

  bool operator==(const Runner&) const = default;
};

} // namespace tidegate::model
