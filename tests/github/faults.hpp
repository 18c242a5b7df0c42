// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/exchange.hpp"

#include <cstdint>
#include <httplib.h>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

enum class FaultKind {
  refuse,               // the connection is closed without an answer
  status,               // any error status; 429 may carry Retry-After
  blob_missing,         // 404 on a download, as after an eviction
  slow,                 // waits before answering, or sends and receives slowly
  write_denied,         // the policy's answer to CreateCacheEntry
  index_upload_failure, // 403 on uploads of entries whose key begins with "index-"
  token_expired,        // 401 from the service
};

struct Fault {
  FaultKind kind = FaultKind::status;
  std::string name; // the kind as it was written
  int status = 500;
  std::optional<std::uint64_t> retry_after;
  std::uint64_t delay_ms = 0;
  std::uint64_t bytes_per_second = 0;
  // What it meets; an empty field meets everything.
  std::string method;
  std::string route;
  std::string key_prefix;
  std::uint64_t count = 0; // how often; 0: always
};

// A JSON list of {"kind", "status", "retry_after", "delay_ms", "bytes_per_second", "count",
// "match": {"method", "route", "key_prefix"}}.
tl::expected<std::vector<Fault>, std::string> parse_faults(std::string_view text);

class FaultPlan {
public:
  void replace(std::vector<Fault> faults);
  // The first fault that meets the exchange, counted down.
  std::optional<Fault> take(const Exchange& exchange);

private:
  struct Planned {
    Fault fault;
    std::uint64_t left;
  };

  std::mutex guard_;
  std::vector<Planned> planned_;
};

// Lets the current exchange suffer the fault that meets it; true where that was the answer.
bool inject(FaultPlan& plan, StopSignal& stop, httplib::Response& response);

extern const char* const write_denied_message;

} // namespace github_standin
