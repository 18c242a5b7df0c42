// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/git/branch.hpp"
#include "model/event_reports.hpp"
#include "model/policy.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <string>

namespace tidegate::commands {

// Which branch of which repository holds the events, and who asks.
struct EventRemote {
  std::string remote{"origin"}; // of the repository around us, or a URL
  std::string branch{};         // empty: that of the settings
  std::string token{};          // empty: GITHUB_TOKEN or GH_TOKEN
};

std::string branch_name(const EventRemote& remote, const model::Settings& settings);

// Inside Actions, where there is no remote `origin` here, it is GITHUB_REPOSITORY. Error: usage.
Result<git::Branch>
open_branch(const EventRemote& remote, const model::Settings& settings, ports::Ports ports);

// Error: usage.
Result<void> check_branch_name(const std::string& name);

// Error: usage, where something else than events is on a branch that has been looked at; external.
Result<void> check_is_for_events(const git::Branch& branch);

model::Trouble to_trouble(const Error& error);

// Waits between tries: each time a random part of a growing span, so that many who were turned away
// at once do not come back at once.
class Patience {
public:
  Patience(ports::Clock& clock, Seconds limit)
      : clock_(clock),
        end_(clock.monotonic() + limit) {}

  // false: the time is up, and nothing was waited for.
  bool wait();

private:
  ports::Clock& clock_;
  Seconds end_;
  Seconds most_{0.05};
};

// `branch.look`, again where a connection breaks, for a few times.
git::Answer<void> look_patiently(git::Branch& branch, ports::Clock& clock);

} // namespace tidegate::commands
