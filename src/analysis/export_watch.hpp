// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"
#include "model/progress.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::analysis {

// Watches the export of the cache while buildx runs. BuildKit tries a request again for as long as
// its `timeout` (10 minutes for gha, and each layer has its own), without a word; the image is
// exported before that, so nothing but the cache is lost where it is stopped.
class ExportWatch {
public:
  explicit ExportWatch(const model::ExportLimits& limits)
      : limits_(limits) {}

  // `now` is any clock that does not jump; the moments in the reports are another machine's.
  void see(const model::Progress& progress, Seconds now);

  // Why it has to be stopped; absent while all is well and before and after it.
  [[nodiscard]] std::optional<std::string> overdue(Seconds now) const;

private:
  void see_vertex(const model::Vertex& vertex, Seconds now);

  model::ExportLimits limits_;
  std::vector<std::string> open_; // digests of the exports that go on
  Seconds began_{0};
  Seconds last_sign_{0};
};

} // namespace tidegate::analysis
