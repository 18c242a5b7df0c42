// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/comment_writer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr Seconds most_jitter{2}; // before a first comment, so that few writers make one at once
constexpr Seconds settling{3};    // without a lock
constexpr Seconds for_a_copy{3};  // that another writer may hold the lock of
constexpr std::size_t most_copies = 3; // folded under one lock, which does not last longer
constexpr int most_failures = 8;

} // namespace

CommentWriter::CommentWriter(github::Client& client,
                             ports::Clock& clock,
                             std::string issue,
                             Rules rules)
    : clock_(clock),
      client_(client),
      comments_(client, std::move(issue)),
      rules_(std::move(rules)) {}

void CommentWriter::pause(Seconds about) {
  clock_.sleep(about * (0.5 + rules_.random()));
}

// The pause that GitHub asked for; false where it is longer than there is time.
bool CommentWriter::outlast_pause() {
  const Seconds left = client_.pause_left();
  if (left <= Seconds{0}) {
    return true;
  }
  if (clock_.monotonic() + left >= end_) {
    problem_ = client_.pause_error();
    return false;
  }
  clock_.sleep(left + Seconds{rules_.random()});
  return true;
}

CommentWriter::Step CommentWriter::trouble(const Error& error) {
  problem_ = error;
  if (client_.pause_left() > Seconds{0}) {
    return outlast_pause() ? Step::again : Step::failed;
  }
  if (comments_.final() || ++failures_ > most_failures) {
    return Step::failed;
  }
  const Seconds span = std::min(Seconds{std::pow(2.0, failures_ - 1)}, Seconds{30});
  const bool reached = client_.use().answered > 0;
  if (!reached && clock_.monotonic() + span > begun_ + rules_.patience / 10) {
    return Step::failed;
  }
  pause(span);
  return Step::again;
}

Result<WrittenComment> CommentWriter::write(const Merge& merge) {
  begun_ = clock_.monotonic();
  end_ = begun_ + rules_.patience;
  problem_ = {Error::Kind::external,
              "others kept writing the comment all the time",
              "run `tidegate report comment` again"};
  while (clock_.monotonic() < end_ && outlast_pause()) {
    const Step step = round(merge);
    if (step == Step::done) {
      return written_;
    }
    if (step == Step::failed) {
      break;
    }
  }
  return tl::unexpected(problem_);
}

CommentWriter::Step CommentWriter::round(const Merge& merge) {
  const auto found = comments_.list(rules_.beginning);
  if (!found) {
    return trouble(found.error());
  }
  if (found->empty()) {
    return create(merge);
  }
  const github::Comment& winner = found->front();
  written_.url = winner.url;
  written_.merged = merge(winner.body);
  if (found->size() == 1 && !written_.merged.changed) {
    return Step::done;
  }
  return unlocked_ ? change_unlocked(merge, *found) : change_locked(merge, winner.id);
}

// Whoever makes a comment looks again: an older one may have come meanwhile.
CommentWriter::Step CommentWriter::create(const Merge& merge) {
  if (!std::exchange(waited_, true)) {
    clock_.sleep(most_jitter * rules_.random());
    return Step::again;
  }
  const auto made = comments_.create(merge({}).body);
  if (!made) {
    return trouble(made.error());
  }
  written_.changed = true;
  return Step::again;
}

CommentWriter::Step CommentWriter::change_locked(const Merge& merge, std::uint64_t winner) {
  const auto login = comments_.login();
  if (!login) {
    return trouble(login.error());
  }
  github::CommentLock lock(client_, clock_, *login, rules_.random, sightings_);
  switch (lock.take(winner, end_ - clock_.monotonic())) {
  case github::CommentLock::Outcome::refused:
    unlocked_ = true;
    return Step::again;
  case github::CommentLock::Outcome::taken:
    break;
  default:
    return Step::again;
  }
  const Step step = change_held(merge, lock, winner);
  lock.release();
  if (step == Step::again) {
    pause(Seconds{0.5}); // others, whose locks may be in the way
  }
  return step;
}

// What was read before the lock was ours may be old.
CommentWriter::Step
CommentWriter::change_held(const Merge& merge, github::CommentLock& lock, std::uint64_t winner) {
  const auto found = comments_.list(rules_.beginning);
  if (!found) {
    return trouble(found.error());
  }
  if (found->empty() || found->front().id != winner) {
    return Step::again;
  }
  if (found->size() > 1) {
    return fold(merge, lock, *found);
  }
  written_.merged = merge(found->front().body);
  return written_.merged.changed ? store(&lock, winner) : Step::done;
}

// Somebody who saw only the copy may be writing it: it is read and deleted under its own lock.
CommentWriter::Step
CommentWriter::fold(const Merge& merge, github::CommentLock& lock, const Found& found) {
  const github::Comment& winner = found.front();
  const auto login = comments_.login();
  if (!login) {
    return trouble(login.error());
  }
  std::string body = winner.body;
  std::vector<std::pair<std::uint64_t, github::CommentLock>> copies;
  for (std::size_t i = 1; i < std::min(found.size(), most_copies + 1); ++i) {
    github::CommentLock own(client_, clock_, *login, rules_.random, sightings_);
    if (own.take(found[i].id, for_a_copy) != github::CommentLock::Outcome::taken) {
      continue;
    }
    const auto copy = comments_.get(found[i].id);
    if (copy && *copy) {
      body = rules_.join(body, (*copy)->body).body;
      copies.emplace_back(found[i].id, std::move(own));
    } else {
      own.release();
    }
  }
  written_.merged = merge(body);
  const bool same = written_.merged.body == winner.body;
  const Step stored = same ? Step::done : store(&lock, winner.id);
  for (auto& [id, own] : copies) {
    // The lock of the older comment too: else its new text may be gone again.
    if (stored != Step::done || !lock.fresh() || !own.fresh()) {
      own.release();
    } else if (!comments_.remove(id)) {
      own.abandon();
    }
  }
  return stored == Step::failed ? Step::failed : Step::again;
}

CommentWriter::Step CommentWriter::store(github::CommentLock* lock, std::uint64_t winner) {
  if (lock != nullptr && !lock->fresh()) {
    return Step::again;
  }
  const auto stored = comments_.update(winner, written_.merged.body);
  if (!stored) {
    const bool undone = comments_.final() || client_.pause_left() > Seconds{0};
    if (lock != nullptr && !undone) {
      lock->abandon();
    }
    return trouble(stored.error());
  }
  if (!*stored) {
    return Step::again; // it was deleted meanwhile
  }
  written_.changed = true;
  written_.url = (*stored)->url;
  return Step::done;
}

// Another writer may have read before we wrote and write after it: done is what is still there
// after the longest time that this takes.
CommentWriter::Step CommentWriter::change_unlocked(const Merge& merge, const Found& found) {
  const github::Comment& winner = found.front();
  std::string body = winner.body;
  for (std::size_t i = 1; i < found.size(); ++i) {
    body = rules_.join(body, found[i].body).body;
  }
  written_.merged = merge(body);
  if (written_.merged.body != winner.body) {
    const Step step = store(nullptr, winner.id);
    if (step == Step::done) {
      pause(settling);
    }
    return step == Step::done ? Step::again : step;
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    if (const auto removed = comments_.remove(found[i].id); !removed) {
      return trouble(removed.error());
    }
  }
  return Step::done;
}

} // namespace tidegate::commands
