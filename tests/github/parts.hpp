// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/blob_store.hpp"
#include "github/cache_index.hpp"
#include "github/faults.hpp"
#include "github/git/repositories.hpp"
#include "github/http_server.hpp"
#include "github/rest/rates.hpp"
#include "github/rest/world.hpp"

namespace github_standin {

// What every group of routes works on.
struct Parts {
  HttpServer& server;
  HttpServer& other; // another host, as signed addresses and redirects lead to
  CacheIndex& index;
  BlobStore& blobs;
  FaultPlan& faults;
  RequestLog& log;
  Tokens& tokens;
  Repositories& repositories;
  World& world;
  Rates& rates;
};

} // namespace github_standin
