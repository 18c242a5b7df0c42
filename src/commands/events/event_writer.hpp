// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/git/branch.hpp"
#include "commands/events/event_remote.hpp"
#include "model/event_reports.hpp"
#include "ports/ports.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tidegate::commands {

// Makes commits on a branch that others write to at the same time.
class EventWriter {
public:
  // Makes one commit on top of the branch's tip in another way than by a push.
  using Commit = std::function<git::Answer<git::Branch::Push>(const git::Branch& branch,
                                                              const git::Change& change)>;

  struct Options {
    Seconds patience{120};
    Commit api{}; // instead of a push
  };

  EventWriter(git::Branch& branch, ports::Ports ports, Options options)
      : branch_(branch),
        ports_(ports),
        options_(std::move(options)) {}

  struct Written {
    bool done{false};
    std::string commit; // empty: all of it was there already
    int pushes{0};
    model::Trouble trouble; // where it is not done
  };

  // All of the files are on the branch afterwards, or it says why not. A file that is there already
  // is not written again.
  Written write(std::vector<git::Change::File> files, const std::string& message);

  // The same for a change that depends on the tip: asked again for each new one. An empty change
  // means that there is nothing to do.
  using Plan = std::function<Result<git::Change>()>;
  Written write(const Plan& plan);

private:
  enum class Next { done, again, failed };

  Next try_once(const Plan& plan, Written& written);
  Next judge(const git::Answer<git::Branch::Push>& pushed, Written& written);
  Next judge_failure(const git::Failure& failure, Written& written) const;

  git::Branch& branch_;
  ports::Ports ports_;
  Options options_;
  std::string refused_at_; // the tip of the last push that was turned away
  int vain_{0};            // pushes that were turned away though nobody else wrote
};

} // namespace tidegate::commands
