// SPDX-License-Identifier: Apache-2.0
#include "analysis/bound.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace std::chrono_literals;

namespace {

Time at(double seconds) {
  return Time{} + std::chrono::duration_cast<std::chrono::nanoseconds>(Seconds(seconds));
}

model::Step ran(double from, double to) {
  model::Step step;
  step.reached = true;
  step.started = at(from);
  step.completed = at(to);
  step.duration = Seconds(to - from);
  return step;
}

model::SystemSample sample(double seconds, double io_pressure) {
  model::SystemSample sample;
  sample.at = at(seconds);
  sample.cpu_pressure = Seconds(0);
  sample.io_pressure = Seconds(io_pressure);
  return sample;
}

model::StepResources idle() {
  model::StepResources resources;
  resources.cpu = Seconds(0.1);
  resources.cpu_pressure = Seconds(0);
  resources.io_pressure = Seconds(0);
  resources.received_bytes = 100;
  resources.transmitted_bytes = 100;
  return resources;
}

} // namespace

TEST_CASE("a step is bound by what it waited for or was busy with") {
  auto resources = idle();
  CHECK(analysis::bound_by(resources, Seconds(10)) == "waiting");
  resources.received_bytes = 30'000'000;
  CHECK(analysis::bound_by(resources, Seconds(10)) == "network");
  resources.cpu = Seconds(8);
  CHECK(analysis::bound_by(resources, Seconds(10)) == "cpu");
  resources.io_pressure = Seconds(3);
  CHECK(analysis::bound_by(resources, Seconds(10)) == "io");
  resources.memory_pressure = Seconds(1);
  CHECK(analysis::bound_by(resources, Seconds(10)) == "memory");
}

TEST_CASE("queueing for a processor is bound by it too") {
  auto resources = idle();
  resources.cpu_pressure = Seconds(3);
  CHECK(analysis::bound_by(resources, Seconds(10)) == "cpu");
}

TEST_CASE("where numbers are missing nothing is claimed") {
  CHECK(analysis::bound_by({}, Seconds(10)).empty());
  auto unknown_network = idle();
  unknown_network.received_bytes.reset();
  CHECK(analysis::bound_by(unknown_network, Seconds(10)).empty());
  auto unknown_io = idle();
  unknown_io.io_pressure.reset();
  CHECK(analysis::bound_by(unknown_io, Seconds(10)).empty());
  auto between = idle();
  between.cpu = Seconds(4);
  CHECK(analysis::bound_by(between, Seconds(10)).empty());
}

TEST_CASE("a step of less than a second is bound by nothing") {
  CHECK(analysis::bound_by(idle(), Seconds(0.9)).empty());
}

TEST_CASE("the pressure of the machine belongs to a step that was alone") {
  std::vector<model::Step> steps{ran(0, 10)};
  CHECK(analysis::add_machine_pressure(steps, {sample(0.2, 1), sample(5, 2), sample(9.8, 5)}) == 1);
  REQUIRE(steps[0].resources.has_value());
  CHECK(steps[0].resources->io_pressure == Seconds(4));
  CHECK_FALSE(steps[0].resources->cpu.has_value());
  analysis::add_bounds(steps);
  CHECK(steps[0].resources->bound_by.empty()); // somebody else may have made it
}

TEST_CASE("the pressure of the machine is nobody's where two steps ran") {
  std::vector<model::Step> steps{ran(0, 10), ran(9, 12)};
  const std::vector samples{sample(0, 1), sample(10, 5), sample(12, 9)};
  CHECK(analysis::add_machine_pressure(steps, samples) == 0);
  CHECK_FALSE(steps[0].resources.has_value());
  std::vector<model::Step> apart{ran(0, 10), ran(10, 12)};
  CHECK(analysis::add_machine_pressure(apart, samples) == 2);
}

TEST_CASE("samples that cover too little of a step say nothing about it") {
  std::vector<model::Step> steps{ran(0, 10)};
  CHECK(analysis::add_machine_pressure(steps, {sample(2, 1), sample(9, 5)}) == 0);
  CHECK(analysis::add_machine_pressure(steps, {sample(2, 1)}) == 0);
  CHECK(analysis::add_machine_pressure(steps, {}) == 0);
}

TEST_CASE("what BuildKit measured of a step is not replaced, nor anything said of a cached one") {
  std::vector<model::Step> steps{ran(0, 10), ran(20, 30)};
  steps[0].resources = idle();
  steps[1].cached = true;
  const std::vector samples{sample(0, 1), sample(10, 5), sample(20, 6), sample(30, 9)};
  CHECK(analysis::add_machine_pressure(steps, samples) == 0);
  CHECK(steps[0].resources == idle());
}
