// SPDX-License-Identifier: Apache-2.0
#include "github/rest/all_routes.hpp"

#include "github/rest/artifact_routes.hpp"
#include "github/rest/cache_routes.hpp"
#include "github/rest/check_routes.hpp"
#include "github/rest/comment_routes.hpp"
#include "github/rest/commit_routes.hpp"
#include "github/rest/content_routes.hpp"
#include "github/rest/graphql_routes.hpp"
#include "github/rest/object_routes.hpp"
#include "github/rest/pull_routes.hpp"
#include "github/rest/rate_routes.hpp"
#include "github/rest/ref_routes.hpp"
#include "github/rest/run_routes.hpp"
#include "github/rest/shapes.hpp"

namespace github_standin {

const std::vector<const Route*>& all_routes() {
  static const std::vector<const Route*> all = [] {
    std::vector<const Route*> routes;
    for (const auto& group : {run_routes(),
                              artifact_routes(),
                              comment_routes(),
                              reaction_routes(),
                              check_routes(),
                              pull_routes(),
                              commit_routes(),
                              ref_routes(),
                              object_routes(),
                              content_routes(),
                              graphql_routes(),
                              cache_routes(),
                              rate_routes(),
                              repository_routes()}) {
      for (const Route& route : group) {
        routes.push_back(&route);
      }
    }
    return routes;
  }();
  return all;
}

} // namespace github_standin
