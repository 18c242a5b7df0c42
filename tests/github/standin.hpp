// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/parts.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace github_standin {

struct StandInOptions {
  // Entries, blobs, git repositories; what an earlier server left there counts.
  std::filesystem::path folder;
  std::filesystem::path log; // empty: no log file
  int port = 0;              // 0: any free one
  int other_port = 0;        // of the other host
};

// The whole server. It answers from start() on and stops with its destruction.
class StandIn {
public:
  static tl::expected<std::unique_ptr<StandIn>, std::string> start(const StandInOptions& options);

  std::string url() const { return server_.url(); }

  int port() const { return server_.port(); }

  std::string other_url() const { return other_.url(); }

private:
  struct Stored {
    CacheIndex index;
    BlobStore blobs;
    std::unique_ptr<Repositories> repositories;
    std::unique_ptr<RequestLog> log;
  };

  static tl::expected<Stored, std::string> open(const StandInOptions& options);
  explicit StandIn(Stored stored);

  Stored stored_;
  FaultPlan faults_;
  Tokens tokens_;
  World world_;
  Rates rates_;
  HttpServer server_; // these at last: their threads use all the others
  HttpServer other_;
};

} // namespace github_standin
