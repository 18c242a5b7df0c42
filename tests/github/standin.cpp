// SPDX-License-Identifier: Apache-2.0
#include "github/standin.hpp"

#include "github/access/access_control.hpp"
#include "github/blob_routes.hpp"
#include "github/cache_service.hpp"
#include "github/control/world_control.hpp"
#include "github/control_routes.hpp"
#include "github/git/git_routes.hpp"
#include "github/rest/artifact_routes.hpp"
#include "github/rest/gateway.hpp"

#include <utility>

namespace github_standin {

StandIn::StandIn(Stored stored)
    : stored_(std::move(stored)),
      server_(*stored_.log, tokens_, "api"),
      other_(*stored_.log, tokens_, "other") {
  const Parts parts{server_,
                    other_,
                    stored_.index,
                    stored_.blobs,
                    faults_,
                    *stored_.log,
                    tokens_,
                    *stored_.repositories,
                    world_,
                    rates_};
  add_cache_service(parts);
  add_blob_routes(parts);
  add_control_routes(parts);
  add_access_control(parts);
  add_git_routes(parts);
  add_world_control(parts);
  add_rest_gateway(parts);
  add_artifact_host(parts);
}

tl::expected<StandIn::Stored, std::string> StandIn::open(const StandInOptions& options) {
  auto index = CacheIndex::open(options.folder / "entries");
  if (!index) {
    return tl::unexpected(index.error());
  }
  auto blobs = BlobStore::open(options.folder);
  if (!blobs) {
    return tl::unexpected(blobs.error());
  }
  auto repositories = Repositories::open(options.folder / "repositories");
  if (!repositories) {
    return tl::unexpected(repositories.error());
  }
  auto log = RequestLog::open(options.log);
  if (!log) {
    return tl::unexpected(log.error());
  }
  return Stored{std::move(*index), std::move(*blobs), std::move(*repositories), std::move(*log)};
}

tl::expected<std::unique_ptr<StandIn>, std::string> StandIn::start(const StandInOptions& options) {
  auto stored = open(options);
  if (!stored) {
    return tl::unexpected(stored.error());
  }
  std::unique_ptr<StandIn> standin(new StandIn(std::move(*stored)));
  for (auto [server, port] : {std::pair(&standin->server_, options.port),
                              std::pair(&standin->other_, options.other_port)}) {
    if (const auto bound = server->bind(port); !bound) {
      return tl::unexpected(bound.error());
    }
  }
  standin->faults_.set_other_host(standin->other_.url());
  standin->server_.serve();
  standin->other_.serve();
  return standin;
}

} // namespace github_standin
