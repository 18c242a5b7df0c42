// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>

namespace github_standin {

// One request under way: what the log says of it, and how its connection shall behave.
struct Exchange {
  std::string method;
  std::string route; // name of the operation, as faults and the log use it; empty: no known one
  std::string key;
  std::string scope;
  std::string fault;
  int status = 0; // 0: the connection was closed without an answer
  bool control = false;
  bool refused = false;
  std::uint64_t bytes_per_second = 0; // 0: as fast as it goes
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
