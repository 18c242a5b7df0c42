// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/progress.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// Merges BuildKit's messages into steps. Idempotent: repeats, late and out-of-order reports are
// normal. Holds a bounded amount of memory whatever the build prints.
class BuildFold {
public:
  void apply(const model::Progress& progress);

  // Steps with intervals merged; names normalised (`gha:<random>` -> `gha`), in order of appearance.
  [[nodiscard]] std::vector<model::Step> steps() const;
  [[nodiscard]] std::vector<std::string> warnings() const;
  // Largest byte count of "transferring context:"; absent where no context was loaded.
  [[nodiscard]] std::optional<std::uint64_t> context_sent_bytes() const;
  // Digest of the exported image ("exporting manifest list", "exporting manifest", "writing image").
  [[nodiscard]] std::string image_digest() const;
  // Last log lines of the steps that failed, printable.
  [[nodiscard]] std::vector<std::string> failure_log() const;
  // Wall-clock attribution over [first start, last end]; see phases.hpp.
  [[nodiscard]] model::Phases phases(Seconds total) const;

private:
  struct Interval {
    Time from;
    Time to;
  };
  struct Node {
    std::string digest;
    std::string name;
    std::vector<Interval> intervals;
    std::optional<Time> open; // started, not yet completed
    bool cached{false};
    std::string error;
    std::vector<std::string> last_log;
  };

  void apply_vertex(const model::Vertex& vertex);
  void apply_status(const model::VertexStatus& status);
  void apply_log(const model::VertexLog& log);
  Node& node(const std::string& digest);

  std::vector<Node> nodes_;
  std::map<std::string, std::size_t> index_;
  std::vector<std::string> warnings_;
  std::optional<std::uint64_t> context_bytes_;
  std::string image_digest_;
};

} // namespace tidegate::analysis
