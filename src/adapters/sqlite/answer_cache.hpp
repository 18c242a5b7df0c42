// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/sqlite/connection.hpp"
#include "ports/answer_cache.hpp"
#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::sqlite {

// Answers in table kept_answers, compressed. What keep() is given is written by write() only,
// together with what was read from it: an answer that is known, and whose content is not stored,
// would be a gap.
class AnswerCache final : public ports::AnswerCache {
public:
  struct Limits {
    Seconds age{40.0 * 86400};
    std::int64_t bytes{200LL << 20U}; // compressed
  };

  // `connection` outlives it. `now` is when all that it writes was kept.
  AnswerCache(Connection& connection, Time now)
      : connection_(connection),
        now_(now) {}

  // nullopt also where it cannot be read: it is only asked for again.
  std::optional<ports::CachedAnswer> find(const std::string& url) override;
  void keep(const std::string& url, const ports::CachedAnswer& answer) override;

  // Inside a transaction of the caller.
  Result<void> write();

  // Takes back what keep() was given since.
  void forget() { pending_.clear(); }

  // From here on find() knows nothing: what was kept is doubted and to be replaced.
  void doubt(bool doubted) { doubted_ = doubted; }

  // Removes what is too old, then the oldest of what is too much.
  Result<void> prune(const Limits& limits);

private:
  Connection& connection_;
  Time now_;
  bool doubted_{false};
  std::vector<std::pair<std::string, ports::CachedAnswer>> pending_;
};

} // namespace tidegate::sqlite
