// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "model/annotation.hpp"
#include "util/result.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tidegate::github {

struct CheckRun {
  static constexpr std::size_t most_summary_units = 65'000; // GitHub takes 65,535 characters

  std::string name;
  std::string head_sha;
  std::string external_id;
  std::string conclusion; // "success", "failure", "neutral", "cancelled"
  std::string title;
  std::string summary;                        // Markdown
  std::vector<model::Annotation> annotations; // those without a place are left out
};

struct CheckAnswer {
  std::string url;                 // for people
  std::size_t annotations_left{0}; // that were refused after the run was made
};

// POST check-runs, then PATCH for every 50 annotations more; needs `checks: write`, and a token of
// an app, as GITHUB_TOKEN is. Error: external.
Result<CheckAnswer> create_check(Client& client, const CheckRun& run);

} // namespace tidegate::github
