// SPDX-License-Identifier: Apache-2.0
#include "commands/build/confirmation.hpp"

#include "commands/build/build_recording.hpp"
#include "commands/build/remeasure.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace tidegate::commands {
namespace {

bool wants_another(const std::vector<model::Verdict>& verdicts) {
  return std::ranges::any_of(verdicts, &model::Verdict::measure_again);
}

std::string in_words(const model::Build& build, const model::Remeasurement& measured) {
  const auto took = util::show_duration(measured.duration);
  if (measured.failure.empty()) {
    return fmt::format("measured again to confirm: {}, the first time {}, the same steps",
                       took,
                       util::show_duration(build.duration.value_or(Seconds{0})));
  }
  const auto spent = measured.duration.count() > 0 ? fmt::format(" ({} spent)", took) : "";
  return fmt::format("not measured again to confirm: {}{}", measured.failure, spent);
}

// Nobody knows whether the build is slower.
void leave_open(std::vector<model::Verdict>& verdicts, const std::string& why) {
  for (auto& verdict : verdicts) {
    if (verdict.measure_again && verdict.status == model::Status::fail) {
      verdict.status = model::Status::inconclusive;
      verdict.reason += "; it could not be confirmed: " + why;
    }
  }
}

// What is known if the program is killed before it knows more.
void keep_unconfirmed(model::Build build,
                      std::vector<model::Verdict> verdicts,
                      const ConfirmationSteps& steps) {
  const std::string why = "the program was killed meanwhile";
  build.notices.push_back("not measured again to confirm: " + why);
  leave_open(verdicts, why);
  steps.keep(build, verdicts);
}

void tell(model::Build& build, const model::Remeasurement& measured, actions::WorkflowLog& log) {
  const auto text = in_words(build, measured);
  say(log, "note", text);
  build.notices.push_back(text);
}

} // namespace

Confirmation judge_and_confirm(const BuildSession& session,
                               model::Build& build,
                               const ConfirmationFacts& facts,
                               actions::WorkflowLog& log,
                               const ConfirmationSteps& steps) {
  const auto& policy = session.settings.policy;
  Confirmation result{.verdicts = steps.judge(), .interrupted = std::nullopt};
  RemeasureFacts known{.dockerfile = facts.dockerfile,
                       .baseline = facts.baseline,
                       .image_id = facts.image_id,
                       .left = policy.confirm_limit};
  std::string failure;
  for (int round = 0; round < policy.confirm && failure.empty(); ++round) {
    if (!wants_another(result.verdicts)) {
      break;
    }
    keep_unconfirmed(build, result.verdicts, steps);
    auto again = remeasure(session, build, known, log);
    known.left -= again.measurement.duration;
    failure = again.measurement.failure;
    result.interrupted = again.interrupted;
    tell(build, again.measurement, log);
    build.remeasured.push_back(std::move(again.measurement));
    result.verdicts = steps.judge();
  }
  if (!failure.empty() && policy.on_inconclusive != model::OnFail::fail) {
    leave_open(result.verdicts, failure);
  }
  return result;
}

} // namespace tidegate::commands
