// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/blob_store.hpp"
#include "github/cache_index.hpp"
#include "github/faults.hpp"
#include "github/http_server.hpp"

namespace github_standin {

// What every group of routes works on.
struct Parts {
  HttpServer& server;
  CacheIndex& index;
  BlobStore& blobs;
  FaultPlan& faults;
  RequestLog& log;
};

} // namespace github_standin
