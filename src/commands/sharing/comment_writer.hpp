// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/comment_lock.hpp"
#include "adapters/github/comments.hpp"
#include "ports/clock.hpp"
#include "report/comment.hpp"
#include "util/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

struct WrittenComment {
  bool changed{false}; // by us; false: it said so already
  std::string url;
  report::MergedComment merged;
};

// Brings sections into the one comment of a pull request while others do the same: read, merge and
// write under a lock (github/comment_lock.hpp). Several comments, which writers that began at once
// may make, become one: the oldest takes the sections of the others before they are deleted. A
// writer that dies at any point leaves at most a lock that others take away, or a comment that the
// next one folds in; what a writer reported as written is never lost.
// Where reactions are refused there is no lock: it looks again after a while whether its sections
// are still there. Where GitHub asks for a pause, it asks nothing until that is over.
class CommentWriter {
public:
  // Gives the comment with the own sections in it.
  using Merge = std::function<report::MergedComment(std::string_view existing)>;

  struct Rules {
    std::string beginning; // of the comment's text: its hidden marker
    // In all. As long as GitHub has not answered at all, no try begins after a tenth of it.
    Seconds patience{300};
    std::function<double()> random{}; // from 0 to 1
    std::function<report::MergedComment(std::string_view existing, std::string_view other)> join{};
  };

  // `client` makes one attempt of each request and gives up after a few seconds: a request that
  // waits for a rate limit would outlive the lock.
  CommentWriter(github::Client& client, ports::Clock& clock, std::string issue, Rules rules);

  // Error: external, of the last failure where failing did not end, or of what no further try would
  // mend; or a pause that is longer than the patience, and when it ends.
  Result<WrittenComment> write(const Merge& merge);

private:
  enum class Step { done, again, failed };
  using Found = std::vector<github::Comment>;

  Step round(const Merge& merge);
  Step create(const Merge& merge);
  Step change_locked(const Merge& merge, std::uint64_t winner);
  Step change_held(const Merge& merge, github::CommentLock& lock, std::uint64_t winner);
  Step fold(const Merge& merge, github::CommentLock& lock, const Found& found);
  Step store(github::CommentLock* lock, std::uint64_t winner);
  Step change_unlocked(const Merge& merge, const Found& found);
  Step trouble(const Error& error);
  void pause(Seconds about);
  bool outlast_pause();

  ports::Clock& clock_;
  github::Client& client_;
  github::Comments comments_;
  Rules rules_;
  github::LockSightings sightings_;
  WrittenComment written_;
  Error problem_;
  bool waited_{false};   // before the first comment
  bool unlocked_{false}; // reactions are refused
  int failures_{0};
  Seconds begun_{0};
  Seconds end_{0};
};

} // namespace tidegate::commands
