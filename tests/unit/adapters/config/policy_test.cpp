// SPDX-License-Identifier: Apache-2.0
// The policy over time in the configuration, and policies that contradict themselves.
#include "adapters/config/config.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using model::MetricKind;
using model::OnFail;

namespace {

model::Policy policy_of(const std::string& yaml) {
  const auto settings = config::parse(yaml, "f.yml");
  REQUIRE_MESSAGE(settings, (settings ? "" : settings.error().message));
  return settings->policy;
}

std::string error_of(const std::string& yaml) {
  const auto settings = config::parse(yaml, "f.yml");
  REQUIRE_FALSE(settings);
  CHECK(settings.error().kind == Error::Kind::usage);
  return settings.error().message;
}

} // namespace

TEST_CASE("the policy over time is read, and that of single metrics") {
  const auto policy = policy_of(R"(
gate:
  mode: prediction
  profile: strict
  confirm: 3
  confirm-limit: 5m
  on-inconclusive: fail
  on-creep: fail
  min-health: 80.5
  metrics:
    step-time: {judge: yes, on-fail: fail, profile: lenient, floor: 25%, floor-absolute: 2s}
    image-size: {floor-absolute: 5MB, min-samples: 40}
    cache-hit-ratio: {floor-absolute: 5%}
    health-score: {floor-absolute: 3}
    ci-duration: {judge: no}
)");
  CHECK(policy.mode == model::GateMode::prediction);
  CHECK(policy.profile == model::SeriesProfile::strict);
  CHECK(policy.confirm == 3);
  CHECK(policy.confirm_limit == Seconds(300));
  CHECK(policy.on_inconclusive == OnFail::fail);
  CHECK(policy.on_creep == OnFail::fail);
  CHECK(policy.min_health == 80.5);
  CHECK(policy.metrics.size() == 5);
  CHECK(policy.metrics.at(MetricKind::step_time)
        == model::MetricPolicy{.judged = true,
                               .on_fail = OnFail::fail,
                               .profile = model::SeriesProfile::lenient,
                               .floor = .25,
                               .floor_absolute = 2});
  CHECK(policy.metrics.at(MetricKind::image_size)
        == model::MetricPolicy{.floor_absolute = 5e6, .min_samples = 40});
  CHECK(policy.metrics.at(MetricKind::cache_hit_ratio).floor_absolute == .05);
  CHECK(policy.metrics.at(MetricKind::health_score).floor_absolute == 3);
  CHECK(policy.metrics.at(MetricKind::ci_duration).judged == false);
}

TEST_CASE("what does not fit a metric is refused at its place") {
  CHECK(error_of("gate:\n  metrics:\n    step-tme: {judge: no}\n")
        == R"(f.yml:3:5: unknown key "step-tme"; did you mean "step-time"?)");
  CHECK(error_of("gate:\n  metrics:\n    step-time:\n      flor: 10%\n")
        == R"(f.yml:4:7: unknown key "flor"; did you mean "floor"?)");
  CHECK(error_of("gate: {metrics: {step-time: no}}")
        == "f.yml:1:29: step-time takes keys below it, found a value");
  for (const auto* const bad : {"step-time: {floor: 0}",
                                "step-time: {floor: 110%}",
                                "step-time: {floor-absolute: 5MB}",
                                "step-time: {floor-absolute: 0}",
                                "image-size: {floor-absolute: 5m}",
                                "health-score: {floor-absolute: 101}",
                                "cache-hit-ratio: {floor-absolute: 2}",
                                "build-time: {judge: maybe}",
                                "build-time: {profile: sigma}",
                                "build-time: {min-samples: 14}",
                                "build-time: {min-samples: 201}"}) {
    CAPTURE(bad);
    CHECK_FALSE(config::parse("gate: {metrics: {" + std::string(bad) + "}}", "f.yml"));
  }
  for (const auto* const bad : {"confirm: 6",
                                "confirm: -1",
                                "confirm: 1.5",
                                "confirm-limit: 0",
                                "min-health: 101",
                                "min-health: nan",
                                "profile: sigma",
                                "on-creep: yes"}) {
    CAPTURE(bad);
    CHECK_FALSE(config::parse("gate: {" + std::string(bad) + "}", "f.yml"));
  }
}

TEST_CASE("a policy that contradicts itself is refused, with line and column") {
  CHECK(error_of("gate:\n  mode: sigma\n  confirm: 2\n")
        == "f.yml:3:3: confirm says nothing under mode sigma");
  CHECK(error_of("gate:\n  mode: off\n  metrics: {step-time: {judge: no}}\n")
        == "f.yml:3:3: metrics says nothing under mode off");
  CHECK(error_of("gate:\n  on-fail: warn\n  on-creep: fail\n")
        == "f.yml:3:13: on-creep: fail, where on-fail: warn lets nothing fail");
  CHECK(error_of("gate:\n  on-fail: warn\n  metrics: {build-time: {on-fail: fail}}\n")
        == "f.yml:3:35: on-fail: fail, where on-fail: warn lets nothing fail");
  CHECK(error_of("gate:\n  confirm: 0\n  confirm-limit: 5m\n")
        == "f.yml:3:18: confirm-limit, where confirm: 0 measures nothing again");
  CHECK(error_of("gate:\n  metrics:\n    build-time: {floor: 10%, judge: no}\n")
        == "f.yml:3:37: judge: no, and yet it is said how build-time is judged");
  CHECK(error_of("gate:\n  max-build-time: 1m\n  metrics: {build-time: {floor-absolute: 60}}\n")
        == "f.yml:3:42: floor-absolute is not less than max-build-time: only the budget could ever "
           "fail");
  CHECK(error_of("gate:\n  max-image-size: 1MB\n  metrics: {image-size: {floor-absolute: 5MB}}\n")
            .find("max-image-size")
        != std::string::npos);
}

TEST_CASE("what only looks like a contradiction is taken") {
  CHECK(policy_of("gate: {mode: off, max-build-time: 5m, on-fail: warn}").mode
        == model::GateMode::off);
  CHECK(policy_of("gate: {mode: sigma, sigma: {k: 3}}").sigma.k == 3);
  CHECK(policy_of("gate:\n  mode: sigma\n  metrics:\n").metrics.empty()); // all commented out
  CHECK(policy_of("gate: {max-build-time: 2m, metrics: {build-time: {floor-absolute: 60}}}")
            .metrics.size()
        == 1);
}
