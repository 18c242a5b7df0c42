// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/timing.hpp"
#include "analysis/vertex_record.hpp"
#include "model/build.hpp"
#include "model/progress.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::analysis {

// Merges BuildKit's messages into steps. Idempotent: repeats, late and out-of-order reports are
// normal. Holds a bounded amount of memory whatever the build prints.
class BuildFold {
public:
  void apply(const model::Progress& progress);

  // One step for each instruction of the Dockerfile and each of BuildKit's own vertices; names are
  // normalised (`gha:<random>` -> `gha`). Several vertices of one instruction are one step: the
  // download of `ADD https://...`, the two halves of `COPY --link`. In order of start, then by
  // stage and index (BuildKit announces them in an order that differs from run to run). Last come,
  // without `started`, steps that were announced and never reached: the build failed before them.
  // With their inputs and timing, where BuildKit told.
  [[nodiscard]] std::vector<TimedStep> timed_steps() const;
  // The same without the intervals.
  [[nodiscard]] std::vector<model::Step> steps() const;

  [[nodiscard]] std::vector<std::string> warnings() const { return warnings_; }

  // Bytes that the client sent of the build context and of named contexts; absent where none was
  // loaded. BuildKit keeps the files of earlier builds, so this is what changed.
  [[nodiscard]] std::optional<std::uint64_t> context_sent_bytes() const;

  // Digest of the exported image ("exporting manifest list", else "exporting manifest", else
  // "writing image"); empty where there was none.
  [[nodiscard]] std::string image_digest() const { return image_.digest; }

  // Wall-clock attribution; see phases.hpp.
  [[nodiscard]] model::Phases phases(Seconds total) const;

private:
  struct Node {
    VertexRecord record;
    std::uint64_t transferred_bytes{0};
  };

  struct ExportedImage {
    int rank{0}; // how well the status that named it tells the image's own digest
    std::optional<Time> named;
    std::string digest;

    auto operator<=>(const ExportedImage&) const = default;
  };

  // The vertex that was reported last: a step prints its lines one after another. It points into
  // `nodes_`, so no copy takes it along.
  struct LastNode {
    const std::string* digest{nullptr};
    Node* node{nullptr};

    LastNode() = default;

    LastNode(const LastNode& /*other*/) {}

    LastNode& operator=(const LastNode& other) {
      if (this != &other) {
        digest = nullptr;
        node = nullptr;
      }
      return *this;
    }

    ~LastNode() = default;
  };

  void apply_status(const model::VertexStatus& status);
  void apply_warning(const model::VertexWarning& warning);
  void see(const std::optional<Time>& moment);
  Node* node(const std::string& digest);

  std::map<std::string, Node> nodes_; // by digest
  LastNode last_;
  std::vector<std::string> warnings_;
  ExportedImage image_;
  Time last_moment_; // the latest that any report speaks of
};

} // namespace tidegate::analysis
