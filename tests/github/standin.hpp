// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace github_standin {

struct StandInOptions {
  std::filesystem::path folder; // entries and blobs; what an earlier server left there counts
  std::filesystem::path log;    // empty: no log file
  int port = 0;                 // 0: any free one
};

// The whole server. It answers from start() on and stops with its destruction.
class StandIn {
public:
  static tl::expected<std::unique_ptr<StandIn>, std::string> start(const StandInOptions& options);

  std::string url() const { return server_.url(); }

  int port() const { return server_.port(); }

private:
  StandIn(CacheIndex index, BlobStore blobs, std::unique_ptr<RequestLog> log);

  CacheIndex index_;
  BlobStore blobs_;
  FaultPlan faults_;
  std::unique_ptr<RequestLog> log_;
  HttpServer server_; // the last one: its threads use all the others
};

} // namespace github_standin
