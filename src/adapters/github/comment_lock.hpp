// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "ports/clock.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace tidegate::github {

// When a lock of another writer was first seen, on the monotonic clock, by the id of its reaction.
using LockSightings = std::map<std::uint64_t, Seconds>;

// Mutual exclusion of all who write one comment with tokens of one user. GitHub has no
// compare-and-swap for comments, but a reaction of one kind exists once for a user: POST
// issues/comments/{id}/reactions answers 201 where it was not there, which takes the lock, and 200
// with the id of the one that is there. Ids are never used again, so a lock can be taken away from
// a writer that died by deleting that id: of two who do, neither deletes the lock of the other.
class CommentLock {
public:
  // A holder writes nothing after `lease` from before it asked for the lock. Others take it away
  // after they saw it for `stale`: a request may be on its way for the rest.
  static constexpr Seconds lease{10};
  static constexpr Seconds stale{40};

  enum class Outcome {
    taken,
    busy,    // until the caller's time was over, or GitHub asked for a pause (Client::pause_left)
    gone,    // there is no such comment
    refused, // the token may not react
  };

  // `login` owns the token; `random` gives numbers from 0 to 1. `sightings` are those of all locks
  // of one writer, and outlive them, as client and clock do.
  CommentLock(Client& client,
              ports::Clock& clock,
              std::string login,
              std::function<double()> random,
              LockSightings& sightings);

  // At most about `patience`.
  Outcome take(std::uint64_t comment, Seconds patience);

  // True while a write may still begin.
  [[nodiscard]] bool fresh() const;

  void release(); // nothing where none is held

  // Leaves the lock to be taken away: a write that got no answer may still be carried out, and must
  // not meet that of the next holder.
  void abandon() { reaction_ = 0; }

private:
  struct Holder {
    std::uint64_t reaction{0};
    std::optional<Time> since;
  };

  Outcome ask(std::uint64_t comment);
  // Until there is none; false: that took too long.
  bool wait_for_others(std::uint64_t comment, Seconds end, Seconds& pause);
  // The lock of somebody else; nullopt where there is none, or nobody could be asked.
  std::optional<Holder> holder(std::uint64_t comment);
  [[nodiscard]] bool abandoned(const Holder& holder);
  void remove(std::uint64_t comment, std::uint64_t reaction);

  Client& client_;
  ports::Clock& clock_;
  std::string login_;
  std::function<double()> random_;
  std::uint64_t comment_{0};
  std::uint64_t reaction_{0}; // 0: none is held
  Seconds since_{0};
  LockSightings* sightings_;
};

} // namespace tidegate::github
