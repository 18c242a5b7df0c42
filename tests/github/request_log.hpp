// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/exchange.hpp"
#include "github/tally.hpp"

#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

// One JSON line per request, in a file and, for the latest ones, in memory. It knows nothing of
// tokens and signed addresses, so it cannot give them away.
class RequestLog {
public:
  // No file is written where the path is empty.
  static tl::expected<std::unique_ptr<RequestLog>, std::string>
  open(const std::filesystem::path& path);
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  void append(const Exchange& exchange);
  // What clients of the cache asked, oldest first; the control side is left out.
  std::vector<std::string> lines() const;
  Tally tally() const;
  void forget();

private:
  explicit RequestLog(int file);

  int file_;
  mutable std::mutex guard_;
  std::deque<std::string> recent_;
  Tally tally_;
};

} // namespace github_standin
