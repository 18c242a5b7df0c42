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
  secondary_limit,      // the API's refusal of too many requests at once, 403 or 429
  cut,                  // the connection ends after so many bytes of the answer's body
  cut_upload,           // it ends after so many bytes of the request's body
  body,                 // that text as the answer, whatever it is
  truncated,            // half of the right body, told as if it were the whole
  redirect,             // to `location`, by itself to the other host
  not_modified,         // 304, whether the client has asked for it or not
  huge,                 // a body of so many bytes that is JSON up to its end
  endless,              // each page says that there is a next one
  repeated_page,        // the page before the one that was asked for, once more
};

struct Fault {
  FaultKind kind = FaultKind::status;
  std::string name{}; // the kind as it was written
  int status = 500;
  std::optional<std::uint64_t> retry_after{};
  std::uint64_t delay_ms = 0;
  std::uint64_t bytes_per_second = 0;
  std::uint64_t after_bytes = 0;
  std::uint64_t bytes = 0;
  bool chunked = false; // a huge body without a length
  std::string body{};
  std::string location{};
  // What it meets; an empty field meets everything.
  std::string method{};
  std::string route{};
  std::string key_prefix{};
  std::uint64_t skip = 0;  // how many it lets pass first
  std::uint64_t count = 0; // how often; 0: always
};

// A JSON list of objects with the keys of Fault; what it meets is in "match": {"method", "route",
// "key_prefix"}.
tl::expected<std::vector<Fault>, std::string> parse_faults(std::string_view text);

class FaultPlan {
public:
  void replace(std::vector<Fault> faults);
  // Where a redirect leads that names no place: an address that ends in a slash.
  void set_other_host(std::string url);
  std::string other_host() const;
  // The first fault that meets the exchange, counted down.
  std::optional<Fault> take(const Exchange& exchange);

private:
  struct Planned {
    Fault fault;
    std::uint64_t to_skip;
    std::uint64_t left;
  };

  mutable std::mutex guard_;
  std::string other_host_;
  std::vector<Planned> planned_;
};

// Lets the current exchange suffer the fault that meets it; true where that was the answer.
bool inject(FaultPlan& plan, StopSignal& stop, httplib::Response& response);

extern const char* const write_denied_message;

} // namespace github_standin
