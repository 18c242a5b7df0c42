// SPDX-License-Identifier: Apache-2.0
#include "analysis/phases.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace tidegate::analysis {
namespace {

// Most worth blaming first; the index into it is the rank of a phase.
constexpr std::array<Phase, 6> ranking{Phase::execute,
                                       Phase::export_image,
                                       Phase::cache_export,
                                       Phase::cache_import,
                                       Phase::load_context,
                                       Phase::resolve};

using Durations = std::array<Seconds, ranking.size()>;

// A moment at which a span of that rank begins (+1) or ends (-1).
struct Edge {
  Time at;
  std::size_t rank{0};
  int change{0};
};

std::optional<std::size_t> rank_of(Phase phase) {
  const auto found = std::ranges::find(ranking, phase);
  return found == ranking.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(found - ranking.begin()));
}

std::vector<Edge> edges_of(const std::vector<Span>& spans) {
  std::vector<Edge> edges;
  for (const Span& span : spans) {
    const auto rank = rank_of(span.phase);
    if (rank && span.from < span.to) {
      edges.push_back({span.from, *rank, +1});
      edges.push_back({span.to, *rank, -1});
    }
  }
  std::ranges::sort(edges, {}, &Edge::at);
  return edges;
}

Durations attribute(const std::vector<Edge>& edges) {
  Durations durations{};
  std::array<int, ranking.size()> running{};
  for (std::size_t i = 0; i < edges.size(); ++i) {
    running.at(edges[i].rank) += edges[i].change;
    const auto first = std::ranges::find_if(running, [](int count) { return count > 0; });
    if (first != running.end() && i + 1 < edges.size()) {
      durations.at(static_cast<std::size_t>(first - running.begin())) +=
          edges[i + 1].at - edges[i].at;
    }
  }
  return durations;
}

} // namespace

model::Phases split_wall_clock(const std::vector<Span>& spans, Seconds total) {
  Durations durations = attribute(edges_of(spans));
  Seconds sum{0};
  for (const Seconds& part : durations) {
    sum += part;
  }
  total = std::max(total, Seconds{0});
  if (sum > total) {
    const double scale = total / sum;
    std::ranges::transform(
        durations, durations.begin(), [&](Seconds part) { return part * scale; });
    sum = total;
  }
  const auto of = [&](Phase phase) { return durations.at(*rank_of(phase)); };
  return {.load_context = of(Phase::load_context),
          .resolve = of(Phase::resolve),
          .cache_import = of(Phase::cache_import),
          .execute = of(Phase::execute),
          .export_image = of(Phase::export_image),
          .cache_export = of(Phase::cache_export),
          .other = total - sum};
}

} // namespace tidegate::analysis
