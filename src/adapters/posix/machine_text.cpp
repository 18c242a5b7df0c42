// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/machine_text.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <system_error>
#include <vector>

namespace tidegate::posix {

namespace {

struct ArmPart {
  std::string_view implementer;
  std::string_view part;
  std::string_view name;
};

// Cores of servers that CI runs on (names as in lscpu of util-linux).
constexpr std::array arm_parts{
    ArmPart{"0x41", "0xd08", "Arm Cortex-A72"},
    ArmPart{"0x41", "0xd0c", "Arm Neoverse-N1"},
    ArmPart{"0x41", "0xd40", "Arm Neoverse-V1"},
    ArmPart{"0x41", "0xd49", "Arm Neoverse-N2"},
    ArmPart{"0x41", "0xd4f", "Arm Neoverse-V2"},
    ArmPart{"0x41", "0xd84", "Arm Neoverse-V3"},
    ArmPart{"0x41", "0xd8e", "Arm Neoverse-N3"},
    ArmPart{"0x48", "0xd01", "HiSilicon TaiShan-v110"},
    ArmPart{"0x6d", "0xd49", "Microsoft Azure-Cobalt-100"},
    ArmPart{"0xc0", "0xac3", "Ampere-1"},
    ArmPart{"0xc0", "0xac4", "Ampere-1a"},
};

// Of the first line "key<separator>value"; "" where there is none.
std::string value_of(std::string_view text, std::string_view key, char separator) {
  for (const std::string& line : util::split(text, '\n')) {
    const std::size_t at = line.find(separator);
    if (at != std::string::npos && util::trim(std::string_view(line).substr(0, at)) == key) {
      return util::to_printable(util::trim(std::string_view(line).substr(at + 1)));
    }
  }
  return {};
}

// The number at the beginning; nullopt where there is none or it does not fit.
std::optional<std::uint64_t> number_in(std::string_view text) {
  text = util::trim(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end != text.data() ? std::optional(number) : std::nullopt;
}

std::string unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'')
                      && text.back() == text.front();
  return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

} // namespace

std::string cpu_model_in(std::string_view cpuinfo) {
  for (const char* key : {"model name", "cpu model", "cpu"}) { // x86, MIPS, POWER
    if (std::string model = value_of(cpuinfo, key, ':'); !model.empty()) {
      return model;
    }
  }
  const std::string implementer = value_of(cpuinfo, "CPU implementer", ':');
  const std::string part = value_of(cpuinfo, "CPU part", ':');
  if (implementer.empty() || part.empty()) {
    return {};
  }
  const auto* const known = std::ranges::find_if(arm_parts, [&](const ArmPart& candidate) {
    return candidate.implementer == implementer && candidate.part == part;
  });
  return known == arm_parts.end() ? fmt::format("implementer {} part {}", implementer, part)
                                  : std::string(known->name);
}

std::uint64_t memory_bytes_in(std::string_view meminfo) {
  const std::uint64_t kibibytes = number_in(value_of(meminfo, "MemTotal", ':')).value_or(0);
  return kibibytes > std::numeric_limits<std::uint64_t>::max() / 1024 ? 0 : kibibytes * 1024;
}

std::string pretty_name_in(std::string_view os_release) {
  return unquoted(value_of(os_release, "PRETTY_NAME", '='));
}

std::string runner_arch(std::string_view machine) {
  if (machine == "x86_64") {
    return "X64";
  }
  if (machine == "aarch64" || machine == "arm64") {
    return "ARM64";
  }
  if (machine == "i386" || machine == "i686") {
    return "X86";
  }
  return std::string(machine.starts_with("armv") ? "ARM" : machine);
}

std::optional<int> cpus_in(std::string_view cpu_max) {
  const std::vector<std::string> words = util::split(util::trim(cpu_max), ' ');
  const auto quota = number_in(words.empty() ? "" : words[0]); // "max" and -1 are no limit
  const auto period = number_in(words.size() < 2 ? "" : words[1]);
  if (!quota || !period || *quota == 0 || *period == 0) {
    return std::nullopt;
  }
  const std::uint64_t cpus = (*quota / *period) + (*quota % *period == 0 ? 0 : 1);
  return cpus > 1'000'000 ? std::nullopt : std::optional(static_cast<int>(cpus));
}

std::optional<std::uint64_t> bytes_in(std::string_view memory_max) {
  return number_in(memory_max);
}

} // namespace tidegate::posix
