// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/log_reader.hpp"
#include "model/progress.hpp"

#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace tidegate::docker {

// Watches one build in a log to tell at its end whether it had come to its own.
class EndingWatch {
public:
  void see(const model::Progress& progress);
  void see_time(const std::optional<Time>& time);
  // A line that is not progress: "ERROR: failed to build: ...", "View build details: ...".
  void see_plain(std::string_view line);
  // "[+] Building 12.3s (8/8) FINISHED"
  void see_total(Seconds total, bool finished);

  // No step of it was seen yet.
  [[nodiscard]] bool empty() const { return vertexes_.empty(); }

  [[nodiscard]] LogEnding ending() const;

private:
  enum class Part { step, exporter, cache };

  struct Vertex {
    Part part{Part::step};
    bool open{false};
    bool failed{false};
  };

  void see_vertex(const model::Vertex& report);
  void count(const Vertex& vertex, int by);

  std::unordered_map<std::size_t, Vertex> vertexes_; // by the hash of the digest
  int open_{0};
  int broken_{0};
  bool exported_{false};
  bool error_line_{false};
  bool finished_line_{false};
  LogEnding ending_;
};

} // namespace tidegate::docker
