// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/log_ending.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace tidegate::docker {
namespace {

constexpr std::size_t max_vertexes = 20'000;

template<std::size_t size>
bool starts_with_any(std::string_view text, const std::array<std::string_view, size>& beginnings) {
  return std::ranges::any_of(beginnings, [&](auto b) { return text.starts_with(b); });
}

// "[web] exporting to image" of a bake.
std::string_view without_bracket(std::string_view name) {
  const std::size_t end = name.find("] ");
  const bool bracket = name.starts_with('[') && end != std::string_view::npos;
  return bracket ? name.substr(end + 2) : name;
}

bool is_cache_part(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"importing cache manifest",
                                                  "exporting to GitHub Actions Cache",
                                                  "exporting cache",
                                                  "exporting content cache",
                                                  "exporting inline cache"};
  return starts_with_any(name, names);
}

bool is_exporter(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{
      "exporting to ", "importing to docker", "pushing ", "merging manifest list "};
  return starts_with_any(name, names);
}

} // namespace

void EndingWatch::see(const model::Progress& progress) {
  for (const model::Vertex& vertex : progress.vertexes) {
    see_time(vertex.started);
    see_time(vertex.completed);
    see_vertex(vertex);
  }
  std::ranges::for_each(progress.logs, [this](const auto& log) { see_time(log.timestamp); });
}

void EndingWatch::see_vertex(const model::Vertex& report) {
  const std::size_t key = std::hash<std::string>{}(report.digest);
  if (vertexes_.size() >= max_vertexes && !vertexes_.contains(key)) {
    return;
  }
  Vertex& vertex = vertexes_[key];
  count(vertex, -1);
  if (!report.name.empty()) {
    const std::string_view name = without_bracket(report.name);
    const Part other = is_exporter(name) ? Part::exporter : Part::step;
    vertex.part = is_cache_part(name) ? Part::cache : other;
  }
  const bool failed = !report.error.empty();
  const bool closed = failed || report.cached || report.completed || report.took;
  vertex.open = !closed && (vertex.open || report.begun || report.started.has_value());
  vertex.failed = failed;
  count(vertex, 1);
  exported_ = exported_ || (vertex.part == Part::exporter && closed && !failed);
}

void EndingWatch::count(const Vertex& vertex, int by) {
  open_ += vertex.open ? by : 0;
  broken_ += vertex.failed && vertex.part != Part::cache ? by : 0;
}

void EndingWatch::see_time(const std::optional<Time>& time) {
  if (time) {
    ending_.first_time = std::min(ending_.first_time.value_or(*time), *time);
    ending_.last_time = std::max(ending_.last_time.value_or(*time), *time);
  }
}

void EndingWatch::see_plain(std::string_view line) {
  constexpr std::array<std::string_view, 2> details{"View build details: ",
                                                    "View build summary at "};
  // What comes behind a build that ended well is the log of something else.
  const bool reason = line.starts_with("ERROR: ") || line.starts_with("failed to solve")
                      || line.starts_with("error: failed to solve")
                      || (line.starts_with("target ") && line.find(": failed to solve") < 300);
  error_line_ = error_line_ || (reason && !ending().finished);
  finished_line_ = finished_line_ || starts_with_any(line, details);
}

void EndingWatch::see_total(Seconds total, bool finished) {
  ending_.total = total;
  finished_line_ = finished_line_ || finished;
}

LogEnding EndingWatch::ending() const {
  LogEnding ending = ending_;
  ending.failed = error_line_ || (broken_ > 0 && !exported_);
  ending.finished = error_line_ || finished_line_ || (open_ == 0 && (exported_ || broken_ > 0));
  return ending;
}

} // namespace tidegate::docker
