// SPDX-License-Identifier: Apache-2.0
#include "github/rest/world.hpp"

#include <algorithm>
#include <tuple>

namespace github_standin {

void Project::sort_runs() {
  newest_runs.clear();
  newest_runs.reserve(runs.size());
  for (const auto& [id, run] : runs) {
    newest_runs.push_back(id);
  }
  std::ranges::sort(newest_runs, [this](Id left, Id right) {
    return std::tuple(runs.at(right).created, right) < std::tuple(runs.at(left).created, left);
  });
}

void World::forget() {
  projects.clear();
  settings = {};
}

} // namespace github_standin
