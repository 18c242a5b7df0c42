// SPDX-License-Identifier: Apache-2.0
#include "analysis/export_watch.hpp"

#include "analysis/step_name.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::analysis {

void ExportWatch::see(const model::Progress& progress, Seconds now) {
  for (const model::Vertex& vertex : progress.vertexes) {
    if (parse_step_name(vertex.name).phase == Phase::cache_export) {
      see_vertex(vertex, now);
    }
  }
  const bool moved = std::ranges::any_of(progress.statuses, [this](const auto& status) {
    return std::ranges::find(open_, status.vertex) != open_.end();
  });
  if (moved) {
    last_sign_ = now;
  }
}

void ExportWatch::see_vertex(const model::Vertex& vertex, Seconds now) {
  const auto known = std::ranges::find(open_, vertex.digest);
  if (vertex.completed) {
    if (known != open_.end()) {
      open_.erase(known);
    }
    last_sign_ = now;
  } else if (vertex.started && known == open_.end()) {
    began_ = open_.empty() ? now : began_;
    last_sign_ = now;
    open_.push_back(vertex.digest);
  }
}

std::optional<std::string> ExportWatch::overdue(Seconds now) const {
  if (open_.empty()) {
    return std::nullopt;
  }
  if (now - last_sign_ >= limits_.stall) {
    return fmt::format("the cache export made no progress for {} (cache-export-stall) and was "
                       "stopped",
                       util::show_duration(now - last_sign_));
  }
  if (now - began_ >= limits_.total) {
    return fmt::format("the cache export took longer than {} (cache-export-limit) and was stopped",
                       util::show_duration(limits_.total));
  }
  return std::nullopt;
}

} // namespace tidegate::analysis
