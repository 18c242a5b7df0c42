// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace tidegate::test {

// Seconds after the start of the test's build.
inline Time at(double seconds) {
  const auto epoch = std::chrono::seconds(1'790'000'000);
  return Time(std::chrono::duration_cast<Time::duration>(epoch + Seconds(seconds)));
}

struct Span {
  std::optional<double> started;
  std::optional<double> completed;
};

inline model::Vertex vertex(const std::string& digest, const std::string& name, Span span = {}) {
  model::Vertex result;
  result.digest = digest;
  result.name = name;
  result.started = span.started ? std::optional(at(*span.started)) : std::nullopt;
  result.completed = span.completed ? std::optional(at(*span.completed)) : std::nullopt;
  return result;
}

inline model::Progress message(model::Vertex vertex) {
  model::Progress progress;
  progress.vertexes.push_back(std::move(vertex));
  return progress;
}

inline model::Progress log_message(const std::string& digest, double seconds, std::string data) {
  model::Progress progress;
  progress.logs.push_back({digest, 1, std::move(data), at(seconds)});
  return progress;
}

inline model::Progress status_message(const std::string& digest, model::VertexStatus status) {
  model::Progress progress;
  status.vertex = digest;
  progress.statuses.push_back(std::move(status));
  return progress;
}

} // namespace tidegate::test
