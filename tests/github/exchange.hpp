// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace github_standin {

// One request under way: what the log says of it, and how its connection shall behave.
struct Exchange {
  std::string method;
  std::string route; // name of the operation, as faults and the log use it; empty: no known one
  std::string key;   // of a cache entry; of other routes the repository
  std::string scope;
  std::string host;             // which of the stand-in's servers was asked
  std::string token;            // the name of the one that was sent, never the token itself
  std::string target;           // path and query, as they came
  std::string content_encoding; // of the request, which the library would undo
  std::string fault;
  int status = 0; // 0: the connection was closed without an answer
  bool control = false;
  bool api = false;     // of the REST or GraphQL API: errors are worded as there
  bool counted = false; // against the primary rate limit
  bool refused = false;
  std::uint64_t bytes_per_second = 0; // 0: as fast as it goes
  // How much of the answer's body leaves, and how much more of the request comes in, before the
  // connection is cut.
  std::optional<std::uint64_t> answer_left{};
  std::optional<std::uint64_t> request_left{};
  bool truncated = false;
  enum class Paging { right, endless, repeated } paging = Paging::right;
};

// The exchange that this thread serves. httplib hands its handlers nothing but request and
// response, and serves a connection on one thread from beginning to end.
Exchange& current_exchange();

// Waits that end early when the server stops.
class StopSignal {
public:
  void raise();
  // False where the server stops.
  bool wait_for(std::chrono::milliseconds time);

private:
  std::mutex guard_;
  std::condition_variable changed_;
  bool raised_ = false;
};

} // namespace github_standin
