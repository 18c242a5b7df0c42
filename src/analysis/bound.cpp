// SPDX-License-Identifier: Apache-2.0
#include "analysis/bound.hpp"

#include <algorithm>
#include <iterator>

namespace tidegate::analysis {
namespace {

// Below this a step is over before its first sample means anything.
constexpr Seconds shortest{1.0};

// Shares of the step's time. Memory pressure is never normal: a process waits for it only where
// pages are reclaimed or swapped in. Reading and writing stall some process of most builds a
// little, and one in three seconds is what a faster disk could give back at most.
constexpr double memory_share = 0.1;
constexpr double io_share = 0.3;
constexpr double cpu_pressure_share = 0.3; // it had to queue for a processor
constexpr double busy_cores = 0.8;         // one thread at full speed, with room for its starts
constexpr double idle_cores = 0.2;
constexpr double idle_pressure_share = 0.1;
// A step that only downloads: more than this, and the processor mostly idle (unpacking and checking
// of what arrives takes some of it).
constexpr double network_cores = 0.5;
constexpr double network_bytes_per_second = 250'000;
// Less than this is talk, not transfer.
constexpr double quiet_bytes_per_second = 10'000;

double share(const std::optional<Seconds>& part, Seconds whole) {
  return part ? *part / whole : 0;
}

bool known_low(const std::optional<Seconds>& part, Seconds whole, double limit) {
  return part.has_value() && *part / whole < limit;
}

std::optional<double> network_rate(const model::StepResources& resources, Seconds duration) {
  if (!resources.received_bytes || !resources.transmitted_bytes) {
    return std::nullopt;
  }
  const auto bytes = static_cast<double>(*resources.received_bytes)
                     + static_cast<double>(*resources.transmitted_bytes);
  return bytes / duration.count();
}

bool is_idle(const model::StepResources& resources, Seconds duration) {
  return known_low(resources.cpu, duration, idle_cores)
         && known_low(resources.cpu_pressure, duration, idle_pressure_share)
         && known_low(resources.io_pressure, duration, idle_pressure_share);
}

// The samples lie inside the step, so they miss its edges.
constexpr double least_cover = 0.9;

struct Window {
  const model::SystemSample* from{nullptr};
  const model::SystemSample* to{nullptr};
};

Window window_in(const std::vector<model::SystemSample>& samples, Time started, Time completed) {
  const auto first = std::ranges::lower_bound(samples, started, {}, &model::SystemSample::at);
  const auto end = std::ranges::upper_bound(samples, completed, {}, &model::SystemSample::at);
  if (first == samples.end() || std::distance(first, end) < 2) {
    return {};
  }
  return {&*first, &*std::prev(end)};
}

bool alone(const std::vector<model::Step>& steps, const model::Step& step) {
  return std::ranges::none_of(steps, [&](const model::Step& other) {
    return &other != &step && other.started && other.completed && *other.started < *step.completed
           && *other.completed > *step.started;
  });
}

std::optional<Seconds> difference(const std::optional<Seconds>& from,
                                  const std::optional<Seconds>& to) {
  return from && to && *to >= *from ? std::optional(*to - *from) : std::nullopt;
}

bool add_pressure(model::Step& step,
                  const std::vector<model::Step>& steps,
                  const std::vector<model::SystemSample>& samples) {
  const bool usable = step.started && step.completed && !step.resources && !step.cached
                      && *step.completed - *step.started >= shortest && alone(steps, step);
  if (!usable) {
    return false;
  }
  const Window window = window_in(samples, *step.started, *step.completed);
  if (window.from == nullptr
      || Seconds(window.to->at - window.from->at)
             < least_cover * Seconds(*step.completed - *step.started)) {
    return false;
  }
  model::StepResources resources;
  resources.cpu_pressure = difference(window.from->cpu_pressure, window.to->cpu_pressure);
  resources.memory_pressure = difference(window.from->memory_pressure, window.to->memory_pressure);
  resources.io_pressure = difference(window.from->io_pressure, window.to->io_pressure);
  if (resources == model::StepResources{}) {
    return false;
  }
  step.resources = resources;
  return true;
}

} // namespace

std::string bound_by(const model::StepResources& resources, Seconds duration) {
  if (duration < shortest || !resources.cpu) {
    return {};
  }
  if (share(resources.memory_pressure, duration) >= memory_share) {
    return "memory";
  }
  if (share(resources.io_pressure, duration) >= io_share) {
    return "io";
  }
  if (share(resources.cpu, duration) >= busy_cores
      || share(resources.cpu_pressure, duration) >= cpu_pressure_share) {
    return "cpu";
  }
  const auto rate = network_rate(resources, duration);
  const bool room = known_low(resources.cpu, duration, network_cores);
  if (rate && *rate >= network_bytes_per_second && room) {
    return "network";
  }
  const bool quiet = rate && *rate < quiet_bytes_per_second;
  return quiet && is_idle(resources, duration) ? "waiting" : "";
}

void add_bounds(std::vector<model::Step>& steps) {
  for (model::Step& step : steps) {
    if (step.resources && step.duration) {
      step.resources->bound_by = bound_by(*step.resources, *step.duration);
    }
  }
}

int add_machine_pressure(std::vector<model::Step>& steps,
                         const std::vector<model::SystemSample>& samples) {
  return static_cast<int>(std::ranges::count_if(
      steps, [&](model::Step& step) { return add_pressure(step, steps, samples); }));
}

} // namespace tidegate::analysis
