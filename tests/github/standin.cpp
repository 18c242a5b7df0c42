// SPDX-License-Identifier: Apache-2.0
#include "github/standin.hpp"

#include "github/blob_routes.hpp"
#include "github/cache_service.hpp"
#include "github/control_routes.hpp"
#include "github/rest_routes.hpp"

#include <utility>

namespace github_standin {

StandIn::StandIn(CacheIndex index, BlobStore blobs, std::unique_ptr<RequestLog> log)
    : index_(std::move(index)),
      blobs_(std::move(blobs)),
      log_(std::move(log)),
      server_(*log_) {
  const Parts parts{server_, index_, blobs_, faults_, *log_};
  add_cache_service(parts);
  add_blob_routes(parts);
  add_control_routes(parts);
  add_rest_routes(parts);
}

tl::expected<std::unique_ptr<StandIn>, std::string> StandIn::start(const StandInOptions& options) {
  auto index = CacheIndex::open(options.folder / "entries");
  if (!index) {
    return tl::unexpected(index.error());
  }
  auto blobs = BlobStore::open(options.folder);
  if (!blobs) {
    return tl::unexpected(blobs.error());
  }
  auto log = RequestLog::open(options.log);
  if (!log) {
    return tl::unexpected(log.error());
  }
  std::unique_ptr<StandIn> standin(
      new StandIn(std::move(*index), std::move(*blobs), std::move(*log)));
  if (const auto bound = standin->server_.bind(options.port); !bound) {
    return tl::unexpected(bound.error());
  }
  standin->server_.serve();
  return standin;
}

} // namespace github_standin
