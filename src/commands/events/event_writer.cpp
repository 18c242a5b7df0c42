// SPDX-License-Identifier: Apache-2.0
#include "commands/events/event_writer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace tidegate::commands {
namespace {

// What a server says that does not want the commit at all. Whoever was only slower is told other
// words: "fetch first", "failed to update ref", "cannot lock ref", "reference already exists".
bool is_for_good(const git::Branch::Push& push) {
  constexpr std::array<std::string_view, 6> words{
      "declined", "protected", "denied", "prohibited", "not allowed", "read-only"};
  return std::ranges::any_of(
      words, [&](std::string_view word) { return push.reason.find(word) != std::string::npos; });
}

std::string all_words(const git::Branch::Push& push) {
  return push.talk.empty() || push.talk == push.reason
             ? push.reason
             : fmt::format("{} ({})", push.reason, push.talk);
}

model::Trouble refused(const git::Branch& branch, const git::Branch::Push& push) {
  return {.problem = fmt::format("{} does not take the commit: {}", branch.url(), all_words(push)),
          .hint = "let the workflow's token write to the branch (a rule or a protection of "
                  "branches keeps it out), or choose another one: events-branch in the "
                  "configuration"};
}

} // namespace

EventWriter::Written EventWriter::write(std::vector<git::Change::File> files,
                                        const std::string& message) {
  return write([&]() -> Result<git::Change> {
    git::Change change{.message = message, .time = ports_.clock.now()};
    std::ranges::copy_if(files, std::back_inserter(change.added), [&](const auto& file) {
      return !branch_.has_file(file.path);
    });
    return change;
  });
}

EventWriter::Written EventWriter::write(const Plan& plan) {
  Written written;
  Patience patience(ports_.clock, options_.patience);
  Next next = try_once(plan, written);
  while (next == Next::again && patience.wait()) {
    next = try_once(plan, written);
  }
  written.done = next == Next::done;
  if (next == Next::again && written.trouble.problem.empty()) {
    written.trouble = {.problem = fmt::format("{}: others wrote to the branch all the time, {} "
                                              "pushes were turned away",
                                              branch_.url(),
                                              written.pushes),
                       .hint = "try again later"};
  }
  return written;
}

EventWriter::Next EventWriter::try_once(const Plan& plan, Written& written) {
  if (const auto looked = look_patiently(branch_, ports_.clock); !looked) {
    written.trouble = to_trouble(looked.error().error);
    return Next::failed;
  }
  if (const auto ours = check_is_for_events(branch_); !ours) {
    written.trouble = to_trouble(ours.error());
    return Next::failed;
  }
  const auto change = plan();
  if (!change) {
    written.trouble = to_trouble(change.error());
    return Next::failed;
  }
  if (change->added.empty() && change->removed.empty()) {
    return Next::done;
  }
  ++written.pushes;
  const std::string tip = branch_.tip();
  vain_ = tip == refused_at_ ? vain_ + 1 : 0;
  refused_at_ = tip;
  return judge(options_.api ? options_.api(branch_, *change) : branch_.push(*change), written);
}

EventWriter::Next EventWriter::judge(const git::Answer<git::Branch::Push>& pushed,
                                     Written& written) {
  if (!pushed) {
    return judge_failure(pushed.error(), written);
  }
  if (pushed->done) {
    written.commit = pushed->commit;
    written.trouble = {};
    return Next::done;
  }
  // A lock of somebody else's push is a matter of milliseconds.
  constexpr int most_vain = 8;
  const bool for_good = is_for_good(*pushed) || vain_ >= most_vain;
  written.trouble = for_good ? refused(branch_, *pushed) : model::Trouble{};
  return for_good ? Next::failed : Next::again;
}

// Nobody knows whether the push arrived; the next look shows it, and finds the files there.
EventWriter::Next EventWriter::judge_failure(const git::Failure& failure, Written& written) const {
  written.trouble = to_trouble(failure.error);
  constexpr int most_vain = 4;
  return failure.passing && vain_ < most_vain ? Next::again : Next::failed;
}

} // namespace tidegate::commands
