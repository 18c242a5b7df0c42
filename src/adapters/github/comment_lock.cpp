// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/comment_lock.hpp"

#include "adapters/github/json_fields.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr Seconds first_pause{0.7};
constexpr Seconds longest_pause{2.5};
// Clocks of machines and of GitHub differ; by more than this they do not.
constexpr Seconds long_abandoned{600};

std::string path_of(std::uint64_t comment) {
  return fmt::format("issues/comments/{}/reactions", comment);
}

} // namespace

CommentLock::CommentLock(Client& client,
                         ports::Clock& clock,
                         std::string login,
                         std::function<double()> random,
                         LockSightings& sightings)
    : client_(client),
      clock_(clock),
      login_(std::move(login)),
      random_(std::move(random)),
      sightings_(&sightings) {}

// A request that failed may have arrived: the lock is then ours without our knowing it, and is
// taken away like that of a writer that died.
CommentLock::Outcome CommentLock::ask(std::uint64_t comment) {
  const Seconds before = clock_.monotonic();
  const auto answer = client_.send("POST", path_of(comment), R"({"content":"eyes"})");
  if (!answer || answer->status >= 500 || answer->status == 200) {
    return Outcome::busy;
  }
  if (answer->status == 404 || answer->status == 410) {
    return Outcome::gone;
  }
  const auto id = answer->status == 201 ? count_at(parse_json(answer->body), "id") : std::nullopt;
  if (!id) {
    return Outcome::refused;
  }
  comment_ = comment;
  reaction_ = *id;
  since_ = before;
  return Outcome::taken;
}

std::optional<CommentLock::Holder> CommentLock::holder(std::uint64_t comment) {
  const auto answer = client_.get(path_of(comment) + "?content=eyes&per_page=100");
  const json list = answer && answer->ok() ? parse_json(answer->body) : json();
  for (const json& entry : list.is_array() ? list : json::array()) {
    const auto id = count_at(entry, "id");
    if (id && text_at(member(entry, "user"), "login") == login_) {
      const auto created = util::parse_rfc3339(text_at(entry, "created_at"));
      return Holder{*id, created ? std::optional(*created) : std::nullopt};
    }
  }
  return std::nullopt;
}

bool CommentLock::abandoned(const Holder& holder) {
  const Seconds now = clock_.monotonic();
  const Seconds first_seen = sightings_->emplace(holder.reaction, now).first->second;
  const bool old = holder.since && clock_.now() - *holder.since > long_abandoned;
  return old || now - first_seen > stale;
}

CommentLock::Outcome CommentLock::take(std::uint64_t comment, Seconds patience) {
  const Seconds end = clock_.monotonic() + patience;
  Seconds pause = first_pause;
  while (true) {
    const Outcome outcome = ask(comment);
    if (outcome != Outcome::busy) {
      return outcome;
    }
    const bool paused = client_.pause_left() > Seconds{0};
    if (paused || !wait_for_others(comment, end, pause) || clock_.monotonic() >= end) {
      return Outcome::busy;
    }
    clock_.sleep(pause * 0.3 * random_());
  }
}

// Looking costs GitHub less than asking for the lock.
bool CommentLock::wait_for_others(std::uint64_t comment, Seconds end, Seconds& pause) {
  for (auto other = holder(comment); other; other = holder(comment)) {
    if (abandoned(*other)) {
      remove(comment, other->reaction);
      return true;
    }
    if (clock_.monotonic() >= end) {
      return false;
    }
    clock_.sleep(pause * (0.5 + random_()));
    pause = std::min(pause * 1.3, longest_pause);
  }
  return true;
}

bool CommentLock::fresh() const {
  return reaction_ != 0 && clock_.monotonic() - since_ < lease;
}

void CommentLock::release() {
  if (reaction_ != 0) {
    remove(comment_, std::exchange(reaction_, 0));
  }
}

// What cannot be removed is taken away by whoever waits for it.
void CommentLock::remove(std::uint64_t comment, std::uint64_t reaction) {
  const auto answer =
      client_.send("DELETE", fmt::format("{}/{}", path_of(comment), reaction), "", true);
  static_cast<void>(answer);
}

} // namespace tidegate::github
