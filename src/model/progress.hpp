// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// One message of BuildKit about a running build (client.SolveStatus of moby/buildkit): a vertex
// comes many times under the same digest, each time with more of its fields filled.
struct Vertex {
  std::string digest{};
  std::vector<std::string> inputs{};
  std::string name{};
  std::optional<Time> started{};
  std::optional<Time> completed{};
  bool cached{false};
  std::string error{};
  // From sources without a clock (a plain log): the vertex was begun, and how long it took.
  bool begun{false};
  std::optional<Seconds> took{};
};

struct VertexStatus {
  std::string id{};     // "transferring context:", "exporting layers", "sha256:..."
  std::string vertex{}; // digest
  std::string name{};
  std::uint64_t current{0}; // bytes
  std::uint64_t total{0};
  std::optional<Time> started{};
  std::optional<Time> completed{};
};

struct VertexLog {
  std::string vertex{}; // digest
  int stream{1};        // 1 stdout, 2 stderr
  std::string data{};   // raw bytes, base64 already undone
  std::optional<Time> timestamp{};
};

struct VertexWarning {
  std::string vertex{};
  std::string text; // "UndefinedVar: Usage of undefined variable '$VERSION' (line 9)"
  std::string url{};
  std::string file{};
  std::optional<int> line{};
};

struct Progress {
  std::vector<Vertex> vertexes{};
  std::vector<VertexStatus> statuses{};
  std::vector<VertexLog> logs{};
  std::vector<VertexWarning> warnings{};
};

} // namespace tidegate::model
