// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/resource_usage.hpp"

#include "adapters/docker/json_values.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace tidegate::docker {
namespace {

using nlohmann::json;

constexpr std::size_t max_samples = 10'000;

template<typename Value>
void keep_largest(std::optional<Value>& total, const std::optional<Value>& value) {
  if (value) {
    total = total ? std::max(*total, *value) : *value;
  }
}

// The kernel counts pressure in microseconds.
std::optional<Seconds> pressure_of(const json& pressure) {
  const auto total = number_of(object_of(pressure, "some"), "total");
  return total ? std::optional(Seconds(*total / 1e6)) : std::nullopt;
}

std::optional<Seconds> cpu_of(const json& stat) {
  const auto nanos = number_of(stat, "usageNanos");
  return nanos ? std::optional(Seconds(*nanos / 1e9)) : std::nullopt;
}

void add_sample(model::StepResources& totals, const json& sample) {
  const json& cpu = object_of(sample, "cpuStat");
  const json& memory = object_of(sample, "memoryStat");
  const json& io = object_of(sample, "ioStat");
  const json& net = object_of(sample, "netStat");
  keep_largest(totals.cpu, cpu_of(cpu));
  keep_largest(totals.cpu_pressure, pressure_of(object_of(cpu, "pressure")));
  keep_largest(totals.memory_peak_bytes, count_of(memory, "peak"));
  keep_largest(totals.memory_pressure, pressure_of(object_of(memory, "pressure")));
  keep_largest(totals.read_bytes, count_of(io, "readBytes"));
  keep_largest(totals.written_bytes, count_of(io, "writeBytes"));
  keep_largest(totals.io_pressure, pressure_of(object_of(io, "pressure")));
  if (!net.empty()) {
    // Go leaves a counter of zero out; that the object is there says that it was measured.
    keep_largest(totals.received_bytes, std::optional(count_of(net, "rxBytes").value_or(0)));
    keep_largest(totals.transmitted_bytes, std::optional(count_of(net, "txBytes").value_or(0)));
  }
}

// Of /proc/stat, in seconds. `guest` is part of `user` already.
std::optional<Seconds> busy_of(const json& stat) {
  constexpr std::array<std::string_view, 6> busy{
      "user", "nice", "system", "irq", "softirq", "steal"};
  double sum = 0;
  for (const std::string_view key : busy) {
    const auto part = number_of(stat, key);
    if (!part) {
      return std::nullopt;
    }
    sum += *part;
  }
  return Seconds(sum);
}

} // namespace

std::optional<model::StepResources> read_step_usage(const json& usage) {
  model::StepResources totals;
  std::size_t count = 0;
  for (const json& sample : list_of(usage, "samples")) {
    if (++count > max_samples) {
      break;
    }
    add_sample(totals, sample);
  }
  return totals == model::StepResources{} ? std::nullopt : std::optional(totals);
}

std::vector<model::SystemSample> read_system_usage(const json& samples) {
  std::vector<model::SystemSample> read;
  if (!samples.is_array()) {
    return read;
  }
  for (const json& sample : samples) {
    const auto at = time_of(sample, "timestamp");
    if (at && read.size() < max_samples) {
      read.push_back({.at = *at,
                      .cpu = busy_of(object_of(sample, "cpuStat")),
                      .cpu_pressure = pressure_of(object_of(sample, "cpuPressure")),
                      .memory_pressure = pressure_of(object_of(sample, "memoryPressure")),
                      .io_pressure = pressure_of(object_of(sample, "ioPressure"))});
    }
  }
  std::ranges::sort(read, {}, &model::SystemSample::at);
  return read;
}

} // namespace tidegate::docker
